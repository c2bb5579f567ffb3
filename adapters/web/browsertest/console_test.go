package browsertest_test

import (
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/browsertest"
)

// finds opens a page and answers what a check says of it.
func finds(t *testing.T, check browsertest.Check, texts map[string]string) string {
	t.Helper()
	tab := browsertest.Open(t, browsertest.Options{})
	tab.Go(site(t, texts) + "/")
	return strings.Join(tab.Findings(check), "\n")
}

func TestConsole(t *testing.T) {
	t.Parallel()
	page := `<!doctype html><html lang="en"><title>Scripted</title><h1>Scripted</h1><script src="/page.js"></script>`
	for script, want := range map[string]string{
		`console.log('fine'); console.info('fine')`: ``,
		`console.error('broken', 'badly')`:          `error: broken badly`,
		`console.warn('careful')`:                   `warning: careful`,
		`console.assert(1 === 2, 'sums')`:           `assert: sums`,
		`nothing.here()`:                            `exception: ReferenceError: nothing is not defined`,
		`Promise.reject(new Error('too late'))`:     `exception: Error: too late`,
		`fetch('/missing.css').catch(() => {})`:     `Content Security Policy`,
		`new Image().src = '/missing.png'`:          `404`,
	} {
		t.Run(script, func(t *testing.T) {
			t.Parallel()
			got := finds(t, browsertest.Console, map[string]string{"/": page, "/page.js": script})
			if want == "" && got != "" || !strings.Contains(got, want) {
				t.Errorf("finds %q, not %q", got, want)
			}
		})
	}
}

// A page that is an error page by intent has a quiet console.
func TestConsoleOfAnErrorPage(t *testing.T) {
	t.Parallel()
	if got := finds(t, browsertest.Console, nil); got != "" {
		t.Errorf("finds %q on a page that answers 404", got)
	}
}

func TestCSP(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`<p>fine</p>`:                              ``,
		`<script>1</script>`:                       `script-src-elem refused something inline`,
		`<p style="color:red">red</p>`:             `style-src-attr refused something inline`,
		`<img alt="" src="http://127.0.0.1:1/a">`:  `img-src refused http://127.0.0.1:1/a`,
		`<p onclick="go()">click</p>`:              `script-src-attr`,
		`<iframe title="t" src="/other"></iframe>`: `frame-src`,
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			got := finds(t, browsertest.CSP, map[string]string{"/": `<!doctype html><html lang="en"><title>P</title><h1>P</h1>` + body})
			if want == "" && got != "" || !strings.Contains(got, want) {
				t.Errorf("finds %q, not %q", got, want)
			}
		})
	}
}

func TestNoExternal(t *testing.T) {
	t.Parallel()
	page := `<!doctype html><html lang="en"><title>P</title><link rel="stylesheet" href="/own.css"><h1>P</h1>`
	texts := map[string]string{"/": page, "/own.css": `h1 { color: blue }`}
	if got := finds(t, browsertest.NoExternal, texts); got != "" {
		t.Errorf("finds %q on a page that asks its own server alone", got)
	}
	texts["/"] = page + `<link rel="dns-prefetch" href="//a.example"><a href="http://b.example/">elsewhere</a>`
	if got := finds(t, browsertest.NoExternal, texts); got != "" {
		t.Errorf("finds %q on a page that only links elsewhere", got)
	}
	tab := browsertest.Open(t, browsertest.Options{})
	other := echo(t)
	tab.Go(echo(t))
	tab.Eval(`fetch(`+"`"+other+"`"+`, {mode: 'no-cors'}).then(() => true)`, nil)
	if got := tab.Findings(browsertest.NoExternal); len(got) != 1 || !strings.Contains(got[0], other) {
		t.Errorf("finds %q on a page that asks %s", got, other)
	}
}
