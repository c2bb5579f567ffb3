package texts

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

//go:embed en es
var files embed.FS

// catalog is all texts of one language.
type catalog struct {
	language  string
	messages  map[string]*i18n.Message
	plain     map[string]string // the texts without placeholders: most of them, and each asked for many times a page
	localizer *i18n.Localizer
	printer   *message.Printer
	fluent    sync.Map // key → HTML of a rich text without placeholders
}

// catalogs are read at start: a file that cannot be read stops the program then, not a person later.
var catalogs = func() map[string]*catalog {
	all := map[string]*catalog{}
	for _, l := range Languages {
		messages, err := read(files, l)
		if err != nil {
			panic(err)
		}
		all[l] = newCatalog(l, messages)
	}
	return all
}()

// regions are whose numbers a language is written with: the readers live in the United States.
var regions = map[string]language.Tag{"en": language.AmericanEnglish, "es": language.MustParse("es-US")}

var pseudoCatalog = sync.OnceValue(func() *catalog { return newCatalog(Languages[0], pseudo(catalogs[Languages[0]].messages)) })

func catalogOf(language string) *catalog {
	if language == Pseudo {
		return pseudoCatalog()
	}
	if c, ok := catalogs[language]; ok {
		return c
	}
	return catalogs[Languages[0]]
}

// read reads the files of a language. Keys begin with the file's name.
func read(from fs.FS, in string) (map[string]*i18n.Message, error) {
	names, err := fs.Glob(from, in+"/*.toml")
	if err != nil {
		return nil, fmt.Errorf("texts in %s: %w", in, err)
	}
	all := map[string]*i18n.Message{}
	for _, name := range names {
		content, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, fmt.Errorf("texts: %w", err)
		}
		file, err := i18n.ParseMessageFileBytes(content, in+".toml", map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
		if err != nil {
			return nil, fmt.Errorf("texts: %s: %w", name, err)
		}
		for _, m := range file.Messages {
			m.ID = strings.TrimSuffix(path.Base(name), ".toml") + "." + m.ID
			all[m.ID] = m
		}
	}
	return all, nil
}

func newCatalog(in string, messages map[string]*i18n.Message) *catalog {
	c := &catalog{language: in, messages: messages, plain: map[string]string{}, printer: message.NewPrinter(regions[in])}
	tag := language.Make(in)
	bundle := i18n.NewBundle(tag)
	for key, m := range messages {
		if m.One == "" && !strings.Contains(m.Other, "{{") {
			c.plain[key] = m.Other
		}
		if err := bundle.AddMessages(tag, m); err != nil {
			panic(fmt.Errorf("texts: %s: %w", key, err))
		}
	}
	c.localizer = i18n.NewLocalizer(bundle, in)
	return c
}

func (c *catalog) text(key string, pairs []any) string {
	if s, ok := c.plain[key]; ok {
		return s
	}
	values, count := c.values(pairs)
	// An error with a text is a plural form that falls back to "other", as Spanish does for a million.
	s, err := c.localizer.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: values, PluralCount: count, TemplateParser: filler{}})
	if s == "" && err != nil {
		return "⟦" + key + "⟧"
	}
	return s
}

// values are pairs by name, each as it is written, and the count that chooses the plural.
func (c *catalog) values(pairs []any) (values map[string]string, count any) {
	values = make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		name := fmt.Sprint(pairs[i])
		if n, ok := pairs[i+1].(int); ok {
			values[name] = c.number(n)
			if name == "Count" {
				count = n
			}
			continue
		}
		values[name] = fmt.Sprint(pairs[i+1])
	}
	return values, count
}
