package browsertest

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Text is what is seen of a thing, by name or selector: "main" is the content.
func (tab *Tab) Text(what string) string { tab.t.Helper(); return ask[string](tab, "text", what) }

// Value is what a field holds.
func (tab *Tab) Value(field string) string { tab.t.Helper(); return ask[string](tab, "value", field) }

// Has answers whether the page shows text.
func (tab *Tab) Has(text string) bool { tab.t.Helper(); return ask[bool](tab, "has", text) }

// Count is the number of things that match a selector.
func (tab *Tab) Count(selector string) int { tab.t.Helper(); return ask[int](tab, "matches", selector) }

// Focused names what has the focus; empty when nothing has.
func (tab *Tab) Focused() string { tab.t.Helper(); return ask[string](tab, "focused") }

// Eval runs a script as one of the page's own, and reads what it answers into
// result, which may be nil.
func (tab *Tab) Eval(script string, result any) {
	tab.t.Helper()
	answer := step(tab, "evaluate", chromedp.Evaluate[[]byte](script, chromedp.EvalAwaitPromise, chromedp.EvalAsValue))
	if result == nil {
		return
	}
	if err := json.Unmarshal(answer, result); err != nil {
		tab.failf("evaluate %s: %v", script, err)
	}
}

// Cookies are those that the tab holds, also those that scripts cannot see.
func (tab *Tab) Cookies() []*network.Cookie {
	tab.t.Helper()
	return step(tab, "read the cookies", call(network.GetCookies, network.GetCookiesParams{})).Cookies
}

// PDF is the page as it would be printed, tagged for assistive technology.
func (tab *Tab) PDF() []byte {
	tab.t.Helper()
	return step(tab, "print", chromedp.PrintToPDF(chromedp.PDFOutlineAndTagged(), chromedp.PDFPreferCSSPageSize()))
}

// Screenshot writes a picture of the whole page, as wide as the window.
func (tab *Tab) Screenshot(path string) {
	tab.t.Helper()
	picture := step(tab, "take a screenshot", wholePage)
	if err := save(path, picture); err != nil {
		tab.t.Fatalf("screenshot: %v", err)
	}
}

func save(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}

// tallest is how much of a page a picture holds, in CSS pixels.
const tallest = 12_000

func wholePage(ctx context.Context, target *chromedp.Target) ([]byte, error) {
	size, err := call(page.GetLayoutMetrics, cdp.Empty{})(ctx, target)
	if err != nil {
		return nil, err
	}
	area := &page.Viewport{Width: float64(size.CSSLayoutViewport.ClientWidth), Height: min(size.CSSContentSize.Height, tallest), Scale: 1}
	return picture(area, true)(ctx, target)
}

// picture is that of an area of the page, in CSS pixels from its top left.
func picture(area *page.Viewport, beyondWindow bool) chromedp.Action[[]byte] {
	return func(ctx context.Context, target *chromedp.Target) ([]byte, error) {
		shot, err := call(page.CaptureScreenshot, page.CaptureScreenshotParams{
			Format: page.CaptureScreenshotFormatPng, Clip: area,
			CaptureBeyondViewport: &beyondWindow, OptimizeForSpeed: new(true),
		})(ctx, target)
		return shot.Data, err
	}
}
