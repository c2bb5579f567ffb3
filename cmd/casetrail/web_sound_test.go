package main

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// sound holds for every page that any test sees.
func (p *page) sound() {
	p.t.Helper()
	wrong := func(what ...any) {
		p.t.Helper()
		p.t.Errorf("%s (%s %s): %s", p.path, p.screen, p.state, what)
	}
	if root := p.first(tag("html")); attribute(root, "lang") != p.Header.Get("Content-Language") || attribute(root, "lang") == "" {
		wrong("the page is in", attribute(root, "lang"), "and says it is in", p.Header.Get("Content-Language"))
	}
	if n := len(p.all(tag("h1"))); n != 1 || p.heading == "" {
		wrong(n, "headings of the first level")
	}
	if p.title == "" || len(p.all(tag("main"))) != 1 {
		wrong("no title, or not one main part")
	}
	csp := p.Header.Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || p.Header.Get("Cache-Control") != "no-store" {
		wrong("not protected:", csp, p.Header.Get("Cache-Control"))
	}
	for _, n := range p.all(tag("style")) {
		wrong("style in the page:", text(n))
	}
	var ids []string
	for _, n := range p.all(func(*html.Node) bool { return true }) {
		if id := attribute(n, "id"); id != "" {
			if slices.Contains(ids, id) {
				wrong("two elements are", id)
			}
			ids = append(ids, id)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				wrong(n.Data, "has", a.Key)
			}
		}
		if n.Data == "script" && attribute(n, "src") == "" {
			wrong("a script in the page")
		}
	}
	for _, n := range p.all(func(*html.Node) bool { return true }) {
		for _, refers := range []string{"for", "form", "aria-describedby", "aria-labelledby"} {
			for _, id := range strings.Fields(attribute(n, refers)) {
				if !slices.Contains(ids, id) {
					wrong(n.Data, refers, id, "leads to nothing")
				}
			}
		}
	}
}
