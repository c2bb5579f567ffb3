package browsertest_test

import (
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/browsertest"
)

var acting = map[string]string{
	"/": `<!doctype html><html lang="en"><title>Names</title>
		<header><a href="/elsewhere">Send</a></header>
		<main><h1>Names</h1>
		<form method="post" action="/sent">
			<label>Name <input name="name" value="old"></label>
			<label for="c">Country</label><select id="c" name="country"><option>Peru</option><option>Mexico</option></select>
			<button>Send</button>
		</form></main>`,
	"/sent":        `<!doctype html><html lang="en"><title>Sent</title><main><h1>Sent</h1><a href="/">Back to names</a></main>`,
	"/late":        `<!doctype html><html lang="en"><title>Late</title><h1>Late</h1><p>Not yet</p><script src="/late.js"></script>`,
	"/late.js":     `setTimeout(() => { document.querySelector('p').textContent = 'There it is'; history.pushState({}, '', '/late/here') }, 200)`,
	"/covered":     `<!doctype html><html lang="en"><title>Covered</title><link rel="stylesheet" href="/covered.css"><h1>Covered</h1><button>Send</button><div id="lid"></div>`,
	"/covered.css": `#lid { position: fixed; inset: 0; background: red }`,
	"/nopaste":     `<!doctype html><html lang="en"><title>Code</title><h1>Code</h1><label>Code <input></label><script src="/nopaste.js"></script>`,
	"/nopaste.js":  `document.addEventListener('paste', (e) => e.preventDefault())`,
}

// People with and without scripts, by mouse and by keyboard.
func TestActing(t *testing.T) {
	t.Parallel()
	url := site(t, acting)
	for name, options := range map[string]browsertest.Options{"scripts": {}, "no scripts": {NoScript: true, Width: 390}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := browsertest.Open(t, options)
			tab.Go(url + "/")
			tab.Type("Name", "Ana María")
			tab.Choose("Country", "Mexico")
			if got := tab.Value("#c"); got != "Mexico" {
				t.Errorf("chose Mexico, and the field has %q", got)
			}
			tab.Click("Send") // the button in the content, not the link of the same name above it
			if tab.Title() != "Sent" || tab.Status() != 200 || !strings.HasSuffix(tab.URL(), "/sent") {
				t.Errorf("after sending: %q, %d, %s", tab.Title(), tab.Status(), tab.URL())
			}
			if cookies := tab.Cookies(); len(cookies) != 1 || cookies[0].Name != "sent" || !cookies[0].HTTPOnly {
				t.Errorf("the cookies are %v", cookies)
			}
			tab.Back()
			if got := tab.Heading(); got != "Names" {
				t.Errorf("went back to %q", got)
			}
			tab.Go(url + "/")
			tab.Press("Tab", "Tab")
			if got := tab.Focused(); !strings.HasPrefix(got, "input") {
				t.Errorf("the second Tab leads to %s", got)
			}
			if !tab.Reach("#c", 5) || tab.Reach("h1", 5) || !tab.Reach("[name=name]", 5) {
				t.Errorf("Tab leads to what cannot have the focus, or not to what can: it is on %s", tab.Focused())
			}
			tab.TypeHere("Luz")
			if got := tab.Value("Name"); got != "Luz" {
				t.Errorf("typed Luz, and the field has %q", got)
			}
			tab.Press("Enter")
			tab.WaitURL("/sent")
		})
	}
}

func TestEachTabHasItsOwnCookies(t *testing.T) {
	t.Parallel()
	url := site(t, acting)
	one, two := browsertest.Open(t, browsertest.Options{}), browsertest.Open(t, browsertest.Options{})
	one.Go(url + "/")
	one.Click("main button")
	two.Go(url + "/")
	if a, b := len(one.Cookies()), len(two.Cookies()); a != 1 || b != 0 {
		t.Errorf("one tab has %d cookies and the other %d", a, b)
	}
}

func TestPasting(t *testing.T) {
	t.Parallel()
	url := site(t, acting)
	tab := browsertest.Open(t, browsertest.Options{})
	for path, want := range map[string]string{"/": "ABC-123", "/nopaste": ""} {
		tab.Go(url + path)
		tab.Paste("input", "ABC-123")
		if got := tab.Value("input"); got != want {
			t.Errorf("%s: pasted, and the field has %q, not %q", path, got, want)
		}
	}
}

func TestWaiting(t *testing.T) {
	t.Parallel()
	tab := browsertest.Open(t, browsertest.Options{})
	tab.Go(site(t, acting) + "/late")
	if tab.Has("There it is") {
		t.Error("it is there already")
	}
	tab.WaitText("There it is")
	tab.WaitGone("Not yet")
	tab.WaitURL("/late/here")
}

func TestAFailureSaysWhatWasOnThePage(t *testing.T) {
	t.Parallel()
	url := site(t, acting)
	for name, c := range map[string]struct {
		path string
		act  func(*browsertest.Tab)
		want []string
	}{
		"missing":   {"/", func(tab *browsertest.Tab) { tab.Click("Nowhere") }, []string{`matches, "Nowhere"`, `"Names"`, url + "/", "status 200", "picture: "}},
		"ambiguous": {"/", func(tab *browsertest.Tab) { tab.Click("option") }, []string{`2 things here`}},
		"covered":   {"/covered", func(tab *browsertest.Tab) { tab.Click("Send") }, []string{"covered by div#lid"}},
		"option":    {"/", func(tab *browsertest.Tab) { tab.Choose("#c", "Chile") }, []string{`no option "Chile"`}},
		"key":       {"/", func(tab *browsertest.Tab) { tab.Press("Any") }, []string{`no key is called "Any"`}},
		"server":    {"/", func(tab *browsertest.Tab) { tab.Go("http://127.0.0.1:1/") }, []string{"ERR_"}},
		"script":    {"/", func(tab *browsertest.Tab) { tab.Eval("nothing.here", nil) }, []string{"ReferenceError"}},
		"history":   {"", func(tab *browsertest.Tab) { tab.Back() }, []string{"no page before"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := told(t, func(t testing.TB) {
				tab := browsertest.Open(t, browsertest.Options{})
				if c.path != "" {
					tab.Go(url + c.path)
				}
				c.act(tab)
			})
			for _, want := range c.want {
				if !strings.Contains(said, want) {
					t.Errorf("says %q, without %q", said, want)
				}
			}
		})
	}
}
