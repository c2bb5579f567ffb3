package frame

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/casetrail/casetrail/adapters/web/texts"
)

// Owner is who runs the site, as its pages say, and how people reach them. The zero Owner has not said.
type Owner struct {
	Demonstration bool // everybody and everything here is made up, and nobody is to be reached
	Government    bool // a government runs it: no page says that none does

	Phone   string // empty, as the next two: there is none
	Address string // lines, for letters
	Page    string // address of a page elsewhere, https

	Lines map[string]string // by language: a sentence that says who runs it
	Hours map[string]string // by language: when the phone is answered, with the time zone
}

// ownerFile is the file of an owner, in TOML: what is the same in every language, then a table [in.en], [in.es] for each.
type ownerFile struct {
	Government           bool
	Phone, Address, Page string
	In                   map[string]struct{ Line, Hours string }
}

// ReadOwner reads the file that says who runs a site. What is misspelled or missing is an error: nobody else would see it.
func ReadOwner(content []byte) (Owner, error) {
	var f ownerFile
	meta, err := toml.Decode(string(content), &f)
	if err != nil {
		return Owner{}, err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return Owner{}, fmt.Errorf("there is no %s to be said", unknown[0])
	}
	o := Owner{
		Government: f.Government, Phone: f.Phone, Address: strings.TrimSpace(f.Address), Page: f.Page,
		Lines: map[string]string{}, Hours: map[string]string{},
	}
	for l, words := range f.In {
		if !slices.Contains(texts.Languages, l) {
			return Owner{}, fmt.Errorf("the site does not speak the language of the table [in.%s]", l)
		}
		o.Lines[l], o.Hours[l] = words.Line, words.Hours
	}
	return o, o.check()
}

func (o Owner) check() error {
	for _, l := range texts.Languages {
		switch {
		case o.Lines[l] == "":
			return fmt.Errorf("the table [in.%s] needs a line", l)
		case (o.Hours[l] == "") != (o.Phone == ""):
			return fmt.Errorf("a phone needs its hours in the table [in.%s], and hours a phone", l)
		}
	}
	if cmp.Or(o.Phone, o.Address, o.Page) == "" {
		return errors.New("say a phone, an address or a page")
	}
	if to, err := url.Parse(o.Page); o.Page != "" && (err != nil || to.Scheme != "https" || to.Host == "") {
		return errors.New("the page is an address such as https://agency.example/contact")
	}
	return nil
}

// Named says whether the site says who runs it.
func (o Owner) Named() bool { return !o.Demonstration && len(o.Lines) > 0 }

// Owner is who runs the site.
func (v *Visit) Owner() Owner { return v.frame.Owner }

// banner is the first line of every page: what this is, and what it is not.
func (v *Visit) banner() string {
	o := v.Owner()
	if o.Demonstration {
		return v.T("frame.demonstration")
	}
	var said []string
	if !o.Government {
		said = append(said, v.T("frame.not_government"))
	}
	if o.Named() {
		said = append(said, o.Lines[v.Language()])
	}
	return strings.Join(said, " ")
}
