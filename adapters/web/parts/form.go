// Package parts has the components of which every page is built: props in, HTML out, each in one place. They know no
// store, no clock and no session; the language comes with the context, and what a screen says comes as finished text.
package parts

import (
	"context"
	"net/url"
	"slices"

	"github.com/casetrail/casetrail/adapters/web/texts"
)

// MainForm is the id of the form that is the page's own: the language switch in the header submits it, so that what was
// typed stays.
const MainForm = "form"

// Problem is what is wrong with a field, in words that say what to do. One without a field is about the whole form.
type Problem struct{ Field, Text string }

// Form is a form as it is shown: empty, or again with what was typed and what is wrong with it.
type Form struct {
	ID       string // MainForm when empty; another only where a page has several forms
	Values   url.Values
	Problems []Problem
	Action   string
	Token    string // proves that the form came from our page
	Key      string // the same key twice is the same act: a form sent again does nothing again
	Kept     string // the id under which it was kept while nobody was signed in
	Typed    bool   // its values are what was typed: they are nowhere else yet
}

// Value is what was typed into a field, or what is known already.
func (f Form) Value(name string) string { return f.Values.Get(name) }

// Chosen tells whether a choice is marked.
func (f Form) Chosen(name, value string) bool {
	return slices.Contains(f.Values[name], value)
}

// Error is the text of the first problem with a field, empty when it has none.
func (f Form) Error(name string) string {
	for _, p := range f.Problems {
		if p.Field == name {
			return p.Text
		}
	}
	return ""
}

// problemsTitle counts what can be mended in the form; what is about none of its fields, such as a wait, is not counted.
func (f Form) problemsTitle(ctx context.Context) string {
	if !slices.ContainsFunc(f.Problems, func(p Problem) bool { return p.Field != "" }) {
		return texts.T(ctx, "word.problem_title")
	}
	return texts.T(ctx, "word.problems_title", "Count", len(f.Problems))
}

func (f Form) id() string {
	if f.ID == "" {
		return MainForm
	}
	return f.ID
}

// field is the id of a field's first control, to which labels and the error summary point. Names may stand in several
// forms of one page, ids may not.
func (f Form) field(name string) string {
	if f.id() == MainForm {
		return name
	}
	return f.id() + "-" + name
}
