package parts_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

// element is a piece of a page as a browser would see it.
type element struct {
	name     string
	attrs    map[string]string
	text     string // its own and that of all in it
	children []*element
}

func show(t *testing.T, ctx context.Context, c templ.Component) *element {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return parse(t, b.String())
}

func parse(t *testing.T, html string) *element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader("<all>" + html + "</all>")) // one root, as the decoder wants
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	root := &element{}
	open := []*element{root}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return root
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, html)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				if _, twice := e.attrs[a.Name.Local]; twice {
					t.Errorf("%s has the attribute %s twice", e.name, a.Name.Local)
				}
				e.attrs[a.Name.Local] = a.Value
			}
			last := open[len(open)-1]
			last.children = append(last.children, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for _, e := range open {
				e.text += string(token)
			}
		}
	}
}

// all are the elements that fit, in the order of the page.
func (e *element) all(fits func(*element) bool) (found []*element) {
	for _, c := range e.children {
		if fits(c) {
			found = append(found, c)
		}
		found = append(found, c.all(fits)...)
	}
	return found
}

func (e *element) named(names ...string) []*element {
	return e.all(func(e *element) bool {
		for _, n := range names {
			if e.name == n {
				return true
			}
		}
		return false
	})
}

func (e *element) byID(id string) *element {
	for _, found := range e.all(func(e *element) bool { return e.attrs["id"] == id }) {
		return found
	}
	return nil
}

// said is the text as it is read: spaces count once.
func (e *element) said() string { return strings.Join(strings.Fields(e.text), " ") }
