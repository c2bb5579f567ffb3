package letter

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"
	"time"

	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/adapters/outbox/wording"
)

// Edition is the wording that new letters are requested with; older ones are kept.
const Edition = "2026-11"

// The templates.
const (
	AccessNotice     = "access_notice"
	AccessCodeVoided = "access_code_voided"
)

// Names is every template, in both Languages.
var Names = []string{AccessNotice, AccessCodeVoided}

// Languages are those that every template has.
var Languages = []string{"en", "es"}

// ErrEdition means that a newer program asked for the letter: the edition, the language or the template is not here.
var ErrEdition = errors.New("this program does not have this wording")

//go:embed templates
var files embed.FS

// part is a piece of a letter, whatever it is printed as.
type part struct {
	Kind  string // "fact", "heading", "step", "point", "text"
	Label string // of a fact; the number of a step
	Text  string
}

// page is a letter before it is printed.
type page struct {
	Language string
	Agency   string
	Date     string
	To       []string
	Title    string
	Parts    []part
}

// facts is what a template can say.
type facts struct {
	Params              map[string]string
	Secret, Until, Site string
	At                  string
}

// compose fills the template. Its first line is the title; then paragraphs: "| label | value", "# heading", "1. step",
// "* point", or text.
func compose(p outbox.Parcel, agency, site string) (page, error) {
	if p.Edition == "" || strings.ContainsAny(p.Edition+p.Language+p.Template, "/.*?[\\") {
		return page{}, ErrEdition
	}
	file := path.Join("templates", p.Edition, p.Language, p.Template+".txt")
	if _, err := fs.Stat(files, file); err != nil {
		return page{}, ErrEdition
	}
	t, err := template.New(p.Template+".txt").Option("missingkey=error").ParseFS(files, file)
	if err != nil {
		return page{}, fmt.Errorf("letter %s in %s: %w", p.Template, p.Language, err)
	}
	f := facts{Params: p.Params, Secret: p.Secret, Until: wording.Day(p.Language, p.NotAfter), Site: site}
	if at, err := time.Parse(time.RFC3339, p.Params["at"]); err == nil {
		f.At = wording.Day(p.Language, at)
	}
	var out strings.Builder
	if err := t.Execute(&out, f); err != nil {
		return page{}, fmt.Errorf("letter %s in %s does not fit its facts", p.Template, p.Language)
	}
	title, body, _ := strings.Cut(out.String(), "\n")
	return page{
		Language: p.Language, Agency: agency, Date: wording.Day(p.Language, p.Requested),
		To: strings.Split(strings.TrimSpace(p.To), "\n"), Title: title, Parts: parts(body),
	}, nil
}

func parts(body string) (all []part) {
	for line := range strings.SplitSeq(body, "\n") {
		switch kind, rest, _ := strings.Cut(strings.TrimSpace(line), " "); {
		case kind == "":
		case kind == "|":
			label, value, _ := strings.Cut(rest, " | ")
			all = append(all, part{"fact", label, value})
		case kind == "#":
			all = append(all, part{"heading", "", rest})
		case kind == "*":
			all = append(all, part{"point", "", rest})
		case len(kind) == 2 && kind[1] == '.' && kind[0] >= '1' && kind[0] <= '9':
			all = append(all, part{"step", kind, rest})
		default:
			all = append(all, part{"text", "", strings.TrimSpace(line)})
		}
	}
	return all
}
