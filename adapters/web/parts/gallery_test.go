package parts_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

func TestTheGalleryShowsEveryComponent(t *testing.T) {
	t.Parallel()
	var shown []string
	for _, s := range parts.Gallery() {
		shown = append(shown, s.Name)
		if s.When == "" {
			t.Errorf("the gallery does not say when to use %s", s.Name)
		}
	}
	slices.Sort(shown)
	if want := components(t); !slices.Equal(shown, want) {
		t.Errorf("the gallery shows\n%q, the package has\n%q", shown, want)
	}
}

// components are the exported functions that make HTML.
func components(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("*_templ.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no generated files: %v", err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.IsExported() {
				names = append(names, fn.Name.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// whole is a page that shows the whole gallery, and everything that a shell can have.
func whole() templ.Component {
	var body []templ.Component
	body = append(body, templ.Raw("<h1>Components</h1>"))
	for _, s := range parts.Gallery() {
		if s.Name != "SessionWarning" {
			body = append(body, s.Examples...)
		}
	}
	return parts.Page(parts.Shell{
		Title: "Components", Screen: "D03", Banner: "This is a test.", Home: "/", Menu: []parts.Link{{Text: "Home", Href: "/", Current: true}},
		Languages: []parts.Language{{Code: "es", Href: "?language=es", WithForm: true}},
		Account:   &parts.Account{Name: "ana@example.com", SignOut: "/sign-out", Token: "token", Links: []parts.Link{{Text: "Sign-in methods", Href: "/methods"}}},
		Session:   &parts.Session{Left: 1800, Extend: "/stay", Ended: "/signed-out"},
		Back:      &parts.Link{Text: "Your cases", Href: "/cases"},
		Notices:   []parts.Notice{{Kind: parts.Success, Text: "Saved.", Live: true}},
		Help:      parts.Help{Text: "We are here for you.", Links: []parts.Link{{Text: "Help", Href: "/help"}}},
		Footer:    []parts.Link{{Text: "Privacy", Href: "/privacy"}},
		Body:      templ.Join(body...),
	})
}

func TestWhatComponentsShow(t *testing.T) {
	t.Parallel()
	for _, language := range texts.Languages {
		page := show(t, texts.With(context.Background(), language), whole())
		for name, faults := range map[string]func(*element) []string{
			"ids": idFaults, "labels": labelFaults, "references": referenceFaults, "policy": policyFaults, "texts": textFaults,
		} {
			t.Run(language+" "+name, func(t *testing.T) {
				t.Parallel()
				for _, fault := range faults(page) {
					t.Error(fault)
				}
			})
		}
	}
}

func TestFaultsAreFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		html   string
		faults func(*element) []string
	}{
		{`<p id="a"></p><p id="a"></p>`, idFaults},
		{`<input type="text" id="a">`, labelFaults},
		{`<input type="text" id="a" aria-describedby="b">`, referenceFaults},
		{`<a href="#nowhere">x</a>`, referenceFaults},
		{`<p style="color:red"></p>`, policyFaults},
		{`<p onclick="x()"></p>`, policyFaults},
		{`<script>x()</script>`, policyFaults},
		{`<p>[parts.unknown]</p>`, textFaults},
		{`<a href="/x"></a>`, textFaults},
	} {
		t.Run(c.html, func(t *testing.T) {
			t.Parallel()
			if len(c.faults(parse(t, c.html))) == 0 {
				t.Error("no fault is found")
			}
		})
	}
}

func idFaults(page *element) (faults []string) {
	seen := map[string]bool{}
	for _, e := range page.all(func(e *element) bool { return e.attrs["id"] != "" }) {
		if seen[e.attrs["id"]] {
			faults = append(faults, "two elements have the id "+e.attrs["id"])
		}
		seen[e.attrs["id"]] = true
	}
	return faults
}

func labelFaults(page *element) (faults []string) {
	labels := map[string]string{}
	for _, l := range page.named("label") {
		labels[l.attrs["for"]] = l.said()
		if page.byID(l.attrs["for"]) == nil {
			faults = append(faults, "the label "+l.said()+" is for nothing")
		}
	}
	for _, c := range page.named("input", "select", "textarea") {
		if c.attrs["type"] != "hidden" && labels[c.attrs["id"]] == "" {
			faults = append(faults, "the field "+c.attrs["name"]+" has no label")
		}
	}
	return faults
}

func referenceFaults(page *element) (faults []string) {
	for _, e := range page.all(func(*element) bool { return true }) {
		var ids []string
		for _, a := range []string{"aria-describedby", "aria-labelledby", "aria-controls", "form"} {
			ids = append(ids, strings.Fields(e.attrs[a])...)
		}
		for _, a := range []string{"href", "data-ct-copy", "data-ct-shows", "data-ct-opens"} {
			if id, local := strings.CutPrefix(e.attrs[a], "#"); local && id != "" {
				ids = append(ids, id)
			}
		}
		for _, id := range ids {
			if page.byID(id) == nil && id != parts.MainForm {
				faults = append(faults, e.name+" points to "+id+", which is not there")
			}
		}
	}
	return faults
}

// policyFaults are what the content security policy would refuse.
func policyFaults(page *element) (faults []string) {
	for _, e := range page.all(func(*element) bool { return true }) {
		for a := range e.attrs {
			if a == "style" || strings.HasPrefix(a, "on") {
				faults = append(faults, e.name+" has the attribute "+a)
			}
		}
		if (e.name == "script" || e.name == "style") && e.said() != "" {
			faults = append(faults, e.name+" is inline")
		}
	}
	return faults
}

var missingText = regexp.MustCompile(`\[[a-z_]+\.[a-z_.]+\]|<no value>`)

func textFaults(page *element) (faults []string) {
	for _, e := range page.all(func(*element) bool { return true }) {
		if missingText.MatchString(e.text) && len(e.children) == 0 {
			faults = append(faults, "a text is missing: "+e.said())
		}
		if (e.name == "a" || e.name == "button" || e.name == "title") && e.said() == "" {
			faults = append(faults, "a "+e.name+" says nothing")
		}
	}
	return faults
}
