package browsertest

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/casetrail/casetrail/adapters/web/browsertest/find"
)

// Main runs the tests of a package and then closes the browser, if one of them
// started it. It does not return.
func Main(m *testing.M) {
	code := m.Run()
	if err := Close(); err != nil {
		fmt.Fprintln(os.Stderr, "browsertest:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// chromium is the browser of this test binary, started when first needed.
type chromium struct {
	once sync.Once
	ctx  context.Context
	end  context.CancelFunc
	err  error
}

var browser chromium

// running answers the context of the browser, which every tab is a child of.
func (c *chromium) running() (context.Context, error) {
	c.once.Do(func() { c.err = c.start() })
	return c.ctx, c.err
}

func (c *chromium) start() error {
	path, err := find.Installed() // a test that needs a browser and has none fails: one that skips itself protects nobody
	if err != nil {
		return err
	}
	allocator, free := chromedp.NewExecAllocator(context.Background(), flags(path)...)
	ctx, cancel := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		free()
		return fmt.Errorf("start %s: %w", path, err)
	}
	c.ctx, c.end = ctx, func() { cancel(); free() }
	return nil
}

// Close ends the browser of this test binary. A package whose TestMain is that
// of something else calls it at the end.
func Close() error {
	if browser.end == nil {
		return nil
	}
	err := chromedp.Cancel(browser.ctx)
	browser.end()
	return err
}

func flags(path string) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("mute-audio", true),
		// The same letters everywhere: no subpixel colors, no hinting by the
		// settings of a desktop.
		chromedp.Flag("font-render-hinting", "none"),
		chromedp.Flag("disable-lcd-text", true),
		// Gives elements computedName and computedRole: the browser's own
		// answer to what something is called.
		chromedp.Flag("enable-blink-features", "ComputedAccessibilityInfo"),
	)
}
