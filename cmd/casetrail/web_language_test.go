package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/web"
	"github.com/casetrail/casetrail/adapters/web/frame"
)

// On every page with a form, another language keeps the page and what was typed, but for secrets, and does nothing else.
func TestTheLanguageSwitchKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := serveProduct(t).settle()
	values := anywhere()
	values["receipt"] = w.receipt
	before, forms := w.quiet(), 0
	for _, s := range web.Screens {
		if len(s.Acts) == 0 {
			continue
		}
		b := w.caller(entitled(s.Who)).pages("en")
		p := b.get(placed(s.Path, values))
		if p.screen != s.ID || p.first(has("id", "form")) == nil {
			continue // it leads on for these people, or has nothing to type
		}
		forms++
		typed := p.typeAnything()
		switched := p.submit("es")
		if switched.screen != s.ID || switched.Header.Get("Content-Language") != "es" || len(switched.problems()) > 0 {
			t.Errorf("%s in Spanish is %s in %s, state %q, with problems %q", s.ID, switched.screen, switched.Header.Get("Content-Language"), switched.state, switched.problems())
			continue
		}
		switched.keeps(s, typed)
	}
	if forms < 2 {
		t.Errorf("only %d forms were tried: this test no longer sees them", forms)
	}
	if w.quiet() != before {
		t.Error("switching the language has done something")
	}
}

// placed is the path of a screen with values in the place of its parameters.
func placed(path string, values map[string]string) string {
	for name, value := range values {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	return path
}

// typeAnything fills each field of the page's own form, and answers what was typed where.
func (p *page) typeAnything() map[string]string {
	typed := map[string]string{}
	form := p.first(has("id", "form"))
	for _, n := range nodes(form, tag("input", "textarea", "select")) {
		name := attribute(n, "name")
		switch kind := attribute(n, "type"); {
		case strings.HasPrefix(name, "_") || kind == "hidden":
		case kind == "radio":
			typed[name] = attribute(n, "value") // the last one
		case kind == "checkbox":
			p.typed[n], typed[name] = []string{attribute(n, "value")}, attribute(n, "value")
		case n.Data == "select":
			options := nodes(n, tag("option"))
			typed[name] = optionValue(options[len(options)-1])
			p.typed[n] = []string{typed[name]}
		default:
			typed[name] = "something typed"
			p.typed[n] = []string{typed[name]}
		}
	}
	for _, n := range nodes(form, has("type", "radio")) {
		p.typed[n] = nil
		if typed[attribute(n, "name")] == attribute(n, "value") {
			p.typed[n] = []string{attribute(n, "value")}
		}
	}
	return typed
}

// keeps fails the test unless the page's own form holds what was typed, and no secret.
func (p *page) keeps(s frame.Screen, typed map[string]string) {
	p.t.Helper()
	sent := p.fields(p.first(has("id", "form")))
	for name, want := range typed {
		if slices.Contains(s.Secret, name) {
			want = ""
		}
		if got := sent[name]; strings.Join(got, ",") != want && (want != "" || len(got) > 0 && got[0] != "") {
			p.t.Errorf("%s has forgotten, or kept, what it must not: %s is %q, not %q", s.ID, name, got, want)
		}
	}
}
