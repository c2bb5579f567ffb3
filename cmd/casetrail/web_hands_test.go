package main

import (
	"fmt"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/browsertest"
)

// way is how somebody works with pages.
type way struct {
	name     string
	language string
	width    int64
	noScript bool
	keys     bool // the keyboard alone
}

// ways are those in which every task can be done.
var ways = []way{
	{name: "mouse in English", language: "en", width: 1280},
	{name: "mouse in Spanish", language: "es", width: 390},
	{name: "no script", language: "en", width: 390, noScript: true},
	{name: "keyboard alone", language: "es", width: 1280, keys: true},
}

// inEveryWay does a task in each of the ways, each on a product of its own.
func inEveryWay(t *testing.T, task func(t *testing.T, p *product, w way)) {
	t.Helper()
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			task(t, serveProduct(t), w)
		})
	}
}

// hands are somebody's at a real browser: the things of a page go by the names that they have in forms and addresses, the
// same in every language.
type hands struct {
	way
	t   testing.TB
	p   *product
	tab *browsertest.Tab
}

// sitDown opens a browser for somebody.
func (p *product) sitDown(t testing.TB, w way) *hands {
	t.Helper()
	return &hands{w, t, p, browsertest.Open(t, browsertest.Options{Width: w.width, Language: w.language, NoScript: w.noScript})}
}

// beside opens another tab of the same browser.
func (h *hands) beside() *hands {
	h.t.Helper()
	return &hands{h.way, h.t, h.p, h.tab.Beside()}
}

// goTo opens an address.
func (h *hands) goTo(path string) *hands {
	h.t.Helper()
	h.tab.Go(h.p.url + path)
	return h
}

// on fails the test unless this screen is shown, in this state and in the language of the hands, and nothing went wrong
// on the way that people do not see.
func (h *hands) on(screen, state string) *hands {
	h.t.Helper()
	at := fmt.Sprintf("html[lang=%s] body[data-screen=%s][data-state=%q]", h.language, screen, state)
	if h.tab.Count(at) != 1 {
		h.tab.Check(func(*browsertest.Tab) []string { return []string{"this is not " + at + ", but: " + h.tab.Text("body")} })
		h.t.FailNow()
	}
	h.tab.Check(browsertest.Console, browsertest.CSP, browsertest.NoExternal)
	return h
}

// fill types into fields: name, value, name, value.
func (h *hands) fill(pairs ...string) *hands {
	h.t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		field := "main [name=" + pairs[i] + "]"
		if h.keys {
			h.reach(field)
			h.tab.TypeHere(pairs[i+1])
			continue
		}
		h.tab.Type(field, pairs[i+1])
	}
	return h
}

// mark chooses one of several, or marks a box.
func (h *hands) mark(name, value string) *hands {
	h.t.Helper()
	choice := fmt.Sprintf("main [name=%s][value=%q]", name, value)
	switch {
	case !h.keys:
		h.tab.Click(choice)
	case h.tab.Count(choice+"[type=checkbox]") > 0:
		h.reach(choice)
		h.tab.Press("Space")
	default:
		h.reach("main [name=" + name + "]")
		h.tab.Press("Space")
		for range h.tab.Count("main [name=" + name + "]") {
			if h.tab.Count(choice+":checked") == 0 {
				h.tab.Press("ArrowDown")
			}
		}
	}
	if h.tab.Count(choice+":checked") != 1 {
		h.t.Fatalf("%s is not marked", choice)
	}
	return h
}

// pick picks an option of a list, by its value.
func (h *hands) pick(name, value string) *hands {
	h.t.Helper()
	list := "main select[name=" + name + "]"
	if !h.keys {
		h.tab.Choose(list, value)
		return h
	}
	h.reach(list)
	for range h.tab.Count(list + " option") {
		if h.tab.Value(list) != value {
			h.tab.Press("ArrowDown")
		}
	}
	return h
}

// send presses the button of the page's own form, or of the form of another act.
func (h *hands) send(act ...string) *hands {
	h.t.Helper()
	button := "#form .ct-buttons > button:first-of-type"
	if len(act) > 0 {
		button = fmt.Sprintf("form[action$=%q] button:not([type=button])", "/"+act[0])
		if h.tab.Count(button) == 0 {
			button = fmt.Sprintf("button[formaction$=%q]", "/"+act[0])
		}
	}
	return h.press(button)
}

// open follows a link, by its address.
func (h *hands) open(path string) *hands {
	h.t.Helper()
	return h.press(fmt.Sprintf("a[href=%q]", path))
}

// press clicks what matches first, or goes there and presses Enter.
func (h *hands) press(selector string) *hands {
	h.t.Helper()
	if h.keys {
		h.reach(selector)
		h.tab.Press("Enter")
		return h
	}
	if h.tab.Count("main "+selector) > 0 {
		selector = "main " + selector
	}
	if n := h.tab.Count(selector); n > 1 {
		h.t.Fatalf("%d things match %s: %s", n, selector, h.tab.Text("body"))
	}
	h.tab.Click(selector)
	return h
}

// reach presses Tab until the focus is where it is wanted.
func (h *hands) reach(selector string) {
	h.t.Helper()
	const most = 150
	if h.tab.Reach(selector, most) {
		return
	}
	h.t.Fatalf("%d times Tab does not lead to %s; the focus is on %s; the page: %s", most, selector, h.tab.Focused(), h.tab.Text("body"))
}
