package parts

import (
	"context"
	"io"
	"slices"

	"github.com/a-h/templ"
)

// Section shows one component: what it is called, when to use it, and how it looks. One without examples is on every
// page, so on the gallery's too.
type Section struct {
	Name, When string
	Examples   []templ.Component
}

// Gallery shows every component there is.
func Gallery() []Section {
	return slices.Concat(fieldSections(), contentSections(), historySections(), valueSections(), frameSections())
}

// holding is a component with another inside.
func holding(outer templ.Component, inner ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, templ.Join(inner...)), w)
	})
}
