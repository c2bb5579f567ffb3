package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// ChromiumEnv names the program to run, where it has none of the usual names.
const ChromiumEnv = "CASETRAIL_CHROMIUM"

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
	path, err := program()
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

// program finds Chromium. A test that needs a browser and has none fails: a
// check that skips itself protects nobody.
func program() (string, error) {
	if path := os.Getenv(ChromiumEnv); path != "" {
		found, err := exec.LookPath(path)
		if err != nil {
			return "", fmt.Errorf("%s is %q, which cannot be run: set it to the path of Chromium or Chrome", ChromiumEnv, path)
		}
		return found, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("these tests need a browser and found none: install Chromium (apt-get install chromium), " +
		"or set " + ChromiumEnv + " to the path of Chromium or Chrome")
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
