package parts

import (
	"strings"

	"github.com/a-h/templ"
)

// Field is what every field says about itself. All fields take the same, so that a screen reads alike whatever it asks.
type Field struct {
	Name, Label, Hint string
	Optional          bool // marked in words; what is not marked must be answered
	Either            bool // one of several of which one is enough: the words round them say so
	Width             Width
	Autocomplete      string // the token of the HTML standard, so that nobody types what their browser knows
	InputMode         string // which keyboard a phone shows
	Max               int    // most characters; zero: no limit here
}

// Width hints at how long an answer usually is.
type Width string

// The widths of fields, in characters of what is usually typed into them. Without one a field is as wide as its form.
const (
	Two    Width = "ct-w-2"
	Four   Width = "ct-w-4"
	Six    Width = "ct-w-6"
	Ten    Width = "ct-w-10"
	Twenty Width = "ct-w-20"
)

// Option is one choice of several.
type Option struct{ Value, Text, Hint string }

func (f Form) hintID(p Field) string  { return f.field(p.Name) + "-hint" }
func (f Form) errorID(p Field) string { return f.field(p.Name) + "-error" }
func (f Form) wrong(p Field) bool     { return f.Error(p.Name) != "" }

// described lists what is to be read out with a field: its hint, then its error.
func (f Form) described(p Field) string {
	var ids []string
	if p.Hint != "" {
		ids = append(ids, f.hintID(p))
	}
	if f.wrong(p) {
		ids = append(ids, f.errorID(p))
	}
	return strings.Join(ids, " ")
}

// control is what every typed control carries. The server alone checks, so a field is required in words for those who
// listen, and never by the browser, which would call an untouched field wrong.
func (f Form) control(p Field) templ.Attributes {
	a := templ.Attributes{"id": f.field(p.Name), "name": p.Name}
	if d := f.described(p); d != "" {
		a["aria-describedby"] = d
	}
	if f.wrong(p) {
		a["aria-invalid"] = "true"
	}
	if !p.Optional && !p.Either {
		a["aria-required"] = "true"
	}
	if p.Autocomplete != "" {
		a["autocomplete"] = p.Autocomplete
	}
	if p.InputMode != "" {
		a["inputmode"] = p.InputMode
	}
	if p.Max > 0 {
		a["maxlength"] = p.Max
	}
	return a
}

// withAutocomplete is the field with this token when it has none of its own.
func (p Field) withAutocomplete(token string) Field {
	if p.Autocomplete == "" {
		p.Autocomplete = token
	}
	return p
}

// oneTime is a field for a code of digits that was just sent, unless it says that it is for another code.
func (p Field) oneTime() Field {
	if p.InputMode == "" {
		p.InputMode = "numeric"
	}
	return p.withAutocomplete("one-time-code")
}
