package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// fill types into fields, by their names or labels: name, value, name, value. A box that is to be marked, or a choice,
// takes its value; "" leaves it open.
func (p *page) fill(pairs ...string) *page {
	p.t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		field := p.control(pairs[i])
		values := []string{pairs[i+1]}
		if pairs[i+1] == "" {
			values = nil
		}
		switch kind := attribute(field, "type"); {
		case kind == "radio" || kind == "checkbox" || field.Data == "select":
			p.choose(field, values)
		default:
			p.typed[field] = []string{pairs[i+1]}
		}
	}
	return p
}

// choose marks what is offered under the name of a field.
func (p *page) choose(field *html.Node, values []string) {
	p.t.Helper()
	var offered []string
	for _, n := range p.all(tag("input", "select")) {
		if attribute(n, "name") != attribute(field, "name") || p.form(n) != p.form(field) {
			continue
		}
		if n.Data == "select" {
			for _, o := range nodes(n, tag("option")) {
				offered = append(offered, optionValue(o))
			}
			p.typed[n] = values
			continue
		}
		offered = append(offered, attribute(n, "value"))
		p.typed[n] = nil
		if slices.Contains(values, attribute(n, "value")) {
			p.typed[n] = []string{attribute(n, "value")}
		}
	}
	for _, v := range values {
		if !slices.Contains(offered, v) {
			p.t.Fatalf("%s offers no %q for %s, only %q", p.path, v, attribute(field, "name"), offered)
		}
	}
}

// control is the first field of a name or label.
func (p *page) control(what string) *html.Node {
	p.t.Helper()
	fields := p.all(tag("input", "select", "textarea"))
	for _, f := range fields {
		if attribute(f, "name") == what {
			return f
		}
	}
	for _, label := range p.all(tag("label")) {
		if text(label) == what {
			if f := p.first(has("id", attribute(label, "for"))); f != nil {
				return f
			}
		}
	}
	var names []string
	for _, f := range fields {
		names = append(names, attribute(f, "name"))
	}
	p.t.Fatalf("%s (%s %s) has no field %q, only %q:\n%s", p.path, p.screen, p.state, what, names, p.text())
	return nil
}

// value is what stands in a field.
func (p *page) value(name string) string {
	p.t.Helper()
	return strings.Join(p.values(p.control(name)), ",")
}

// submit sends the page's own form by its first button, or a form by another: by its words, its value, or the act to
// which it sends.
func (p *page) submit(button ...string) *page {
	p.t.Helper()
	pressed := p.button(button...)
	action, fields := p.sends(pressed)
	return p.post(action, fields)
}

// sends is where a button sends, and what.
func (p *page) sends(button *html.Node) (action string, fields url.Values) {
	p.t.Helper()
	form := p.form(button)
	if attribute(form, "method") != "post" {
		p.t.Fatalf("%s: the form of %q is not posted: ask for it", p.path, text(button))
	}
	fields = p.fields(form)
	if name := attribute(button, "name"); name != "" {
		fields.Add(name, attribute(button, "value"))
	}
	action = attribute(form, "action")
	if to := attribute(button, "formaction"); to != "" {
		action = to
	}
	return action, fields
}

// ask sends a form that only asks, such as a filter: its fields come into the address.
func (p *page) ask(button ...string) *page {
	p.t.Helper()
	form := p.form(p.button(button...))
	if m := attribute(form, "method"); m != "" && m != "get" {
		p.t.Fatalf("%s: the form is sent by %s", p.path, m)
	}
	return p.follow(p.request(http.MethodGet, attribute(form, "action")+"?"+p.fields(form).Encode(), nil), attribute(form, "action"))
}

func (p *page) button(what ...string) *html.Node {
	p.t.Helper()
	var all []string
	for _, b := range p.all(tag("button")) {
		form := p.form(b)
		if form == nil || attribute(b, "type") == "button" {
			continue
		}
		if len(what) == 0 && attribute(form, "id") == "form" && attribute(b, "name") != "_language" {
			return b
		}
		action := attribute(form, "action")
		if to := attribute(b, "formaction"); to != "" {
			action = to
		}
		if len(what) > 0 && (text(b) == what[0] || attribute(b, "value") == what[0] || attribute(b, "name") != "_language" && strings.HasSuffix(action, "/"+what[0])) {
			return b
		}
		all = append(all, text(b)+" → "+action)
	}
	p.t.Fatalf("%s (%s %s) has no button %q, only %q", p.path, p.screen, p.state, what, all)
	return nil
}

// form is the form to which a field or button belongs.
func (p *page) form(n *html.Node) *html.Node {
	if id := attribute(n, "form"); id != "" {
		return p.first(has("id", id))
	}
	for a := range n.Ancestors() {
		if a.Data == "form" {
			return a
		}
	}
	return nil
}

// fields is what a form sends, in the order of the page, without its buttons.
func (p *page) fields(form *html.Node) url.Values {
	sent := url.Values{}
	for _, n := range p.all(tag("input", "select", "textarea")) {
		name := attribute(n, "name")
		if _, disabled := given(n, "disabled"); name == "" || disabled || p.form(n) != form {
			continue
		}
		for _, v := range p.values(n) {
			sent.Add(name, v)
		}
	}
	return sent
}

// values are those of one field: as typed, else as they came.
func (p *page) values(n *html.Node) []string {
	if typed, ok := p.typed[n]; ok {
		return typed
	}
	_, checked := given(n, "checked")
	switch kind := attribute(n, "type"); {
	case n.Data == "textarea" && n.FirstChild == nil:
		return []string{""}
	case n.Data == "textarea":
		return []string{n.FirstChild.Data}
	case n.Data == "select":
		return chosen(nodes(n, tag("option")))
	case (kind == "radio" || kind == "checkbox") && !checked:
		return nil
	}
	return []string{attribute(n, "value")}
}

// chosen is what a select sends: its marked option, else its first.
func chosen(options []*html.Node) []string {
	for _, o := range options {
		if _, selected := given(o, "selected"); selected {
			return []string{optionValue(o)}
		}
	}
	if len(options) == 0 {
		return nil
	}
	return []string{optionValue(options[0])}
}

func optionValue(o *html.Node) string {
	if v, ok := given(o, "value"); ok {
		return v
	}
	return text(o)
}
