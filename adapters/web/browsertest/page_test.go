package browsertest_test

import (
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/browsertest"
)

// good is a page that every check passes. %BODY% stands for what a test adds to
// its main part, %STYLE% to its style.
const good = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Your name - Example</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to the main part</a>
<header><a href="/">Example</a> <nav aria-label="Account"><a href="/account">Your account</a></nav></header>
<main id="main" tabindex="-1">
<h1>Your name</h1>
<p>We need this for <a href="/why">a reason that we explain</a>.</p>
<form method="post" action="/">
<label for="name">Name</label>
<input id="name" name="name" autocomplete="name">
<fieldset><legend>Which one</legend>
<div class="choice"><input type="radio" name="which" id="one"><label for="one">One</label></div>
<div class="choice"><input type="radio" name="which" id="two"><label for="two">Two</label></div>
</fieldset>
<button>Continue</button>
</form>
%BODY%
</main>
<section aria-labelledby="help"><h2 id="help">Help</h2><p>Call us.</p></section>
<footer><p>Example.</p></footer>
</body>
</html>`

const goodStyle = `
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 sans-serif; color: #111; background: #fff; }
.skip { position: absolute; left: -999px; }
.skip:focus { position: static; }
:focus-visible { outline: 3px solid #00e; outline-offset: 2px; }
main { padding: 16px; }
input:not([type]), button { min-height: 44px; max-width: 100%; }
.choice { position: relative; }
.choice input { position: absolute; left: -999em; }
.choice label { display: block; padding: 10px; margin: 8px 0; border: 1px solid #111; }
.choice input:focus-visible + label { outline: 3px solid #00e; }
%STYLE%`

func page(body, style string) map[string]string {
	return map[string]string{
		"/skip.js":   `document.querySelector('#last').addEventListener('focus', (e) => e.target.blur())`,
		"/trap.js":   `document.querySelector('#trap').addEventListener('keydown', (e) => { if (e.key === 'Tab') e.preventDefault() })`,
		"/round.js":  `document.querySelector('#b').addEventListener('keydown', (e) => { if (e.key === 'Tab') { e.preventDefault(); document.querySelector('#a').focus() } })`,
		"/":          strings.ReplaceAll(good, "%BODY%", body),
		"/style.css": strings.ReplaceAll(goodStyle, "%STYLE%", style),
	}
}

// Without this, a check that finds something in everything would pass its test.
func TestAGoodPage(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]browsertest.Options{
		"wide":          {},
		"narrow":        {Width: 390},
		"no scripts":    {NoScript: true},
		"forced colors": {ForcedColors: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := browsertest.Open(t, options)
			tab.Go(site(t, page("", "")) + "/")
			tab.Check(browsertest.Page...)
		})
	}
}

// bad is a page that a check has to find: the good one, spoiled.
type bad struct {
	check browsertest.Check
	body  string // added to the main part
	style string // added to the style
	old   string // or: replaced
	new   string // by this
	want  string // what the finding holds
}

func (b bad) page() map[string]string {
	texts := page(b.body, b.style)
	if b.old != "" {
		texts["/"] = strings.ReplaceAll(texts["/"], b.old, b.new)
	}
	return texts
}

// find runs bad pages and asks for the finding of each.
func find(t *testing.T, pages map[string]bad) {
	t.Helper()
	for name, b := range pages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if b.old != "" && !strings.Contains(page(b.body, b.style)["/"], b.old) {
				t.Fatalf("the good page has no %q to replace", b.old)
			}
			if got := finds(t, b.check, b.page()); !strings.Contains(got, b.want) {
				t.Errorf("finds %q, not %q", got, b.want)
			}
		})
	}
}

func replace(text, old, new string) string { return strings.ReplaceAll(text, old, new) }
