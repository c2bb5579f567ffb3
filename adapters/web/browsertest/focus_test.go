package browsertest_test

import (
	"testing"

	"github.com/casetrail/casetrail/adapters/web/browsertest"
)

func TestFocus(t *testing.T) {
	t.Parallel()
	find(t, map[string]bad{
		"no ring":       {check: browsertest.Focus, style: `button:focus { outline: none }`, want: `button "Continue" looks the same`},
		"pale ring":     {check: browsertest.Focus, style: `button:focus { outline: 3px solid #eee }`, want: `the focus of button "Continue" hardly shows`},
		"small change":  {check: browsertest.Focus, style: `button:focus { outline: none; color: #fff; background: #111 } button { color: #fff; background: #333 }`, want: "hardly shows"},
		"ring cut off":  {check: browsertest.Focus, body: `<div class="cut"><button>Cut</button></div>`, style: `.cut { overflow: hidden; width: min-content; height: 44px } .cut button { display: block }`, want: `the focus of button "Cut" hardly shows`},
		"other order":   {check: browsertest.Focus, old: `<button>`, new: `<button tabindex="2">`, want: `button "Continue" pushes itself forward`},
		"kept out":      {check: browsertest.Focus, old: `<button>`, new: `<button tabindex="-1">`, want: `button "Continue" is kept from the keyboard`},
		"never reached": {check: browsertest.Focus, body: `<p><button>First</button><button id="last">Last</button></p><script src="/skip.js"></script>`, want: `Tab never reaches button#last`},
		"trap":          {check: browsertest.Focus, body: `<label>Code <input id="trap"></label><script src="/trap.js"></script>`, want: `input#trap "Code" does not let go`},
		"round":         {check: browsertest.Focus, body: `<button id="a">A</button><button id="b">B</button><script src="/round.js"></script>`, want: `the focus goes round between button#a "A" and button#b "B"`},
		"covered":       {check: browsertest.Focus, body: `<div class="bar">All good things</div>`, style: `.bar { position: fixed; inset: 0; background: #ddd }`, want: `has the focus and is covered by div.bar`},
		"off the page":  {check: browsertest.Focus, body: `<a class="off" href="/x">Off</a>`, style: `.off { position: absolute; left: -500px }`, want: `a.off "Off" has the focus and lies outside`},
		"no size":       {check: browsertest.Focus, body: `<a class="flat" href="/x">Flat</a>`, style: `.flat { display: block; height: 0; overflow: hidden }`, want: `cannot be seen`},
	})
}

// A frame holds another page, whose stops are not this one's.
func TestFocusThroughAFrame(t *testing.T) {
	t.Parallel()
	texts := page(`<iframe title="Mail" srcdoc="<a href='/a'>One</a> <a href='/b'>Two</a>"></iframe><p><button>After</button></p>`, "")
	if got := finds(t, browsertest.Focus, texts); got != "" {
		t.Errorf("finds %q", got)
	}
}

// A modal dialog keeps the focus: that is no trap.
func TestFocusInADialog(t *testing.T) {
	t.Parallel()
	texts := page(`<dialog aria-label="Sure"><button>Yes</button><button>No</button></dialog><script src="/open.js"></script>`, "")
	texts["/open.js"] = `document.querySelector('dialog').showModal()`
	if got := finds(t, browsertest.Focus, texts); got != "" {
		t.Errorf("finds %q", got)
	}
}
