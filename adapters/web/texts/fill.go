package texts

import (
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// filler fills {{.Name}} and knows nothing else: a text is no program.
type filler struct{}

// Cacheable says that a text needs to be cut into pieces once only.
func (filler) Cacheable() bool { return true }

// Parse cuts a text into words and names, in turn.
func (filler) Parse(text, _, _ string) (template.ParsedTemplate, error) {
	var p pieces
	for {
		before, rest, ok := strings.Cut(text, "{{")
		p = append(p, before)
		if !ok {
			return p, nil
		}
		name, after, ok := strings.Cut(rest, "}}")
		if name = strings.TrimSpace(name); !ok || !strings.HasPrefix(name, ".") || len(name) < 2 {
			return nil, fmt.Errorf("%q is no placeholder: write {{.Name}}", name)
		}
		p, text = append(p, name[1:]), after
	}
}

// pieces are words at even places, names at odd ones.
type pieces []string

// Execute puts values in place of the names.
func (p pieces) Execute(data any) (string, error) {
	values, _ := data.(map[string]string)
	var b strings.Builder
	for i, s := range p {
		if i%2 == 0 {
			b.WriteString(stopOnce(b.String(), s))
			continue
		}
		value, ok := values[s]
		if !ok {
			return "", fmt.Errorf("no value for {{.%s}}", s)
		}
		b.WriteString(value)
	}
	return b.String(), nil
}

// stopOnce takes the full stop from what follows a value that ends in one: "It works until 2:05 p.m."
func stopOnce(before, s string) string {
	rest, stop := strings.CutPrefix(s, ".")
	if stop && strings.HasSuffix(before, ".") && !strings.HasPrefix(rest, ".") {
		return rest
	}
	return s
}
