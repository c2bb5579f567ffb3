package browsertest_test

import (
	"testing"

	"github.com/casetrail/casetrail/adapters/web/browsertest"
)

func TestAxe(t *testing.T) {
	t.Parallel()
	find(t, map[string]bad{
		"contrast":      {check: browsertest.Axe, body: `<p class="pale">pale</p>`, style: `.pale { color: #bbb }`, want: "axe color-contrast"},
		"label":         {check: browsertest.Axe, body: `<input name="x">`, want: "axe label"},
		"2.2":           {check: browsertest.Axe, body: `<div><button class="tiny" aria-label="A"></button><button class="tiny" aria-label="B"></button></div>`, style: `.tiny.tiny { width: 9px; height: 9px; min-height: 0; padding: 0 }`, want: "axe target-size"},
		"best practice": {check: browsertest.Axe, body: `<h4>Jump</h4>`, want: "axe heading-order"},
		"2.1":           {check: browsertest.Axe, old: `autocomplete="name"`, new: `autocomplete="nonsense"`, want: "axe autocomplete-valid"},
	})
}

const twoButtons = `<div><button class="tiny">a</button><button class="tiny">b</button></div>`

func TestTargetSize(t *testing.T) {
	t.Parallel()
	find(t, map[string]bad{
		"crowded": {check: browsertest.TargetSize, body: twoButtons, style: `.tiny.tiny { width: 16px; min-height: 0; height: 16px; padding: 0 }`, want: `button.tiny "a" is 16 by 16 pixels and too near to`},
		"beside":  {check: browsertest.TargetSize, body: `<div><button class="tiny">a</button><button>large</button></div>`, style: `.tiny.tiny { width: 16px; min-height: 0; height: 16px; padding: 0 }`, want: "too near"},
		"links":   {check: browsertest.TargetSize, body: `<ul class="dense"><li><a href="/1">one</a></li><li><a href="/2">two</a></li></ul>`, style: `.dense { line-height: 16px; font-size: 12px; list-style: none }`, want: "too near"},
	})
	apart := page(twoButtons+`<p>Read <a href="/1">one</a> and <a href="/2">two</a>.</p>`, `.tiny.tiny { width: 16px; min-height: 0; height: 16px; padding: 0; margin: 12px }`)
	if got := finds(t, browsertest.TargetSize, apart); got != "" {
		t.Errorf("finds %q in small buttons that stand apart", got)
	}
}

func TestReflow(t *testing.T) {
	t.Parallel()
	find(t, map[string]bad{
		"wide":          {check: browsertest.Reflow, body: `<p class="wide">wide</p>`, style: `.wide { width: 700px }`, want: `on a narrow window: the page is 716 pixels wide on a window of 320: p.wide "wide"`},
		"unbroken":      {check: browsertest.Reflow, body: `<p>donaudampfschifffahrtsgesellschaftskapitaenswitwe</p>`, want: "on a narrow window: the page is"},
		"scrolls":       {check: browsertest.Reflow, body: `<div class="box"><p class="wide">wide</p></div>`, style: `.wide { width: 700px } .box { overflow-x: auto }`, want: "scrolls sideways"},
		"fits unspaced": {check: browsertest.Reflow, body: `<p class="fixed">These words just fit the line.</p>`, style: `.fixed { width: 190px; height: 24px; font: 14px/20px monospace; width: 252px; white-space: nowrap; overflow: hidden }`, want: "with more space in texts: p.fixed"},
		"cut off below": {check: browsertest.Reflow, body: `<p class="low">One line<br>and another</p>`, style: `.low { height: 30px; overflow: hidden }`, want: "cuts off its text"},
		"overlap":       {check: browsertest.Reflow, body: `<p>below</p><p class="up">above</p>`, style: `.up { margin-top: -36px }`, want: "lie over each other"},
	})
	fine := page(`<div class="box" tabindex="0" role="region" aria-label="Figures"><table class="wide"><tr><td>a</td></tr></table></div>
		<span class="unseen">for screen readers alone, and quite long at that</span>`,
		`.wide { width: 700px } .box { overflow-x: auto } .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; white-space: nowrap }`)
	if got := finds(t, browsertest.Reflow, fine); got != "" {
		t.Errorf("finds %q", got)
	}
}

func TestReflowLeavesNoTrace(t *testing.T) {
	t.Parallel()
	tab := browsertest.Open(t, browsertest.Options{Width: 700})
	tab.Go(site(t, page("", "")) + "/")
	tab.Check(browsertest.Reflow)
	var left string
	tab.Eval(`innerWidth + ' ' + getComputedStyle(document.querySelector('p')).letterSpacing`, &left)
	if left != "700 normal" {
		t.Errorf("the page is left as %q", left)
	}
}
