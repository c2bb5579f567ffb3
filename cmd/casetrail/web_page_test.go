package main

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// page is a page as it came, with what has been typed into it since.
type page struct {
	*browser
	reply
	path          string // its address
	root          *html.Node
	screen, state string
	title         string
	heading       string
	typed         map[*html.Node][]string
}

// on fails the test unless the page is this screen in this state; "" is its plain look.
func (p *page) on(screen, state string) *page {
	p.t.Helper()
	if p.screen != screen || p.state != state {
		p.t.Fatalf("%s shows %s in state %q, not %s in state %q (status %d):\n%s", p.path, p.screen, p.state, screen, state, p.Status, p.text())
	}
	return p
}

// says fails the test unless the content has all these words.
func (p *page) says(words ...string) *page {
	p.t.Helper()
	for _, w := range words {
		if !strings.Contains(p.text(), w) {
			p.t.Errorf("%s %s does not say %q:\n%s", p.screen, p.state, w, p.text())
		}
	}
	return p
}

// everywhere fails the test unless the page says this, be it outside of its content.
func (p *page) everywhere(words string) {
	p.t.Helper()
	if !strings.Contains(text(p.root), words) {
		p.t.Errorf("%s %s does not say %q:\n%s", p.screen, p.state, words, text(p.root))
	}
}

// hides fails the test if the whole page, also where nobody sees it, has one of these.
func (p *page) hides(words ...string) *page {
	p.t.Helper()
	for _, w := range words {
		if strings.Contains(string(p.Raw), w) {
			p.t.Errorf("%s %s holds %q", p.screen, p.state, w)
		}
	}
	return p
}

// text is what is read of the content; that of the whole page when it has no main part.
func (p *page) text() string {
	if main := p.first(tag("main")); main != nil {
		return text(main)
	}
	return text(p.root)
}

// problems are the lines of the error summary.
func (p *page) problems() []string {
	var all []string
	for _, summary := range p.all(class("ct-errors")) {
		for _, li := range nodes(summary, tag("li")) {
			all = append(all, text(li))
		}
	}
	return all
}

// problem is what is said to be wrong with a field, by its name.
func (p *page) problem(field string) string {
	p.t.Helper()
	control := p.control(field)
	for _, id := range strings.Fields(attribute(control, "aria-describedby")) {
		if n := p.first(has("id", id)); n != nil && strings.Contains(attribute(n, "class"), "error") {
			return text(n)
		}
	}
	return ""
}

// link opens what a link in the page leads to, by its words or its address.
func (p *page) link(what string) *page {
	p.t.Helper()
	for _, a := range p.all(tag("a")) {
		if href := attribute(a, "href"); href == what || text(a) == what {
			if !strings.HasPrefix(href, "/") {
				p.t.Fatalf("the link %q leads out of the product, to %q", what, href)
			}
			return p.get(href)
		}
	}
	p.t.Fatalf("%s has no link %q", p.path, what)
	return nil
}

// links are the addresses of all links of the page.
func (p *page) links() []string {
	var all []string
	for _, a := range p.all(tag("a")) {
		all = append(all, attribute(a, "href"))
	}
	return all
}

var secretsOfForms = regexp.MustCompile(`((?:name="_token" value|data-ct-token)=")[^"]*`)

// masked is the page without what differs each time it is shown: two pages are the same when their masked ones are.
func (p *page) masked() string {
	return someID.ReplaceAllString(secretsOfForms.ReplaceAllString(string(p.Raw), "$1"), "id")
}

func (p *page) first(match func(*html.Node) bool) *html.Node {
	if all := p.all(match); len(all) > 0 {
		return all[0]
	}
	return nil
}

func (p *page) all(match func(*html.Node) bool) []*html.Node { return nodes(p.root, match) }

// nodes are all elements below root that match, in the order of the page.
func nodes(root *html.Node, match func(*html.Node) bool) []*html.Node {
	var all []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && match(n) {
			all = append(all, n)
		}
	}
	return all
}

func tag(names ...string) func(*html.Node) bool {
	return func(n *html.Node) bool { return slices.Contains(names, n.Data) }
}

func has(name, value string) func(*html.Node) bool {
	return func(n *html.Node) bool { return attribute(n, name) == value }
}

func class(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return slices.Contains(strings.Fields(attribute(n, "class")), name) }
}

func attribute(n *html.Node, name string) string {
	value, _ := given(n, name)
	return value
}

func given(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// text is what is read below a node, its words apart by single spaces.
func text(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
