package browsertest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Go opens an address and waits until the page is there with all it needs.
func (tab *Tab) Go(url string) {
	tab.t.Helper()
	result := step(tab, "go to "+url, call(page.Navigate, page.NavigateParams{URL: url}))
	if result.ErrorText != "" {
		tab.failf("go to %s: %s", url, result.ErrorText)
	}
	tab.settle()
}

// Back does what the button of the browser does.
func (tab *Tab) Back() {
	tab.t.Helper()
	history := step(tab, "read where the tab has been", call(page.GetNavigationHistory, cdp.Empty{}))
	if history.CurrentIndex == 0 {
		tab.failf("go back: there is no page before this one")
	}
	before := history.Entries[history.CurrentIndex-1].ID
	step(tab, "go back", send(page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: before}))
	tab.follow()
}

// Status is what the server answered to the page that is shown.
func (tab *Tab) Status() int {
	tab.watch.mu.Lock()
	defer tab.watch.mu.Unlock()
	return int(tab.watch.status)
}

// shownPage is what a page is known by.
type shownPage struct {
	Title, URL, Heading, Problems string
	Complete                      bool
}

// Title is that of the page.
func (tab *Tab) Title() string { tab.t.Helper(); return ask[shownPage](tab, "page").Title }

// URL is the address of the page.
func (tab *Tab) URL() string { tab.t.Helper(); return ask[shownPage](tab, "page").URL }

// Heading is the text of the first h1.
func (tab *Tab) Heading() string { tab.t.Helper(); return ask[shownPage](tab, "page").Heading }

// WaitURL waits until the address ends in suffix.
func (tab *Tab) WaitURL(suffix string) {
	tab.t.Helper()
	tab.waitFor("an address that ends in "+suffix, func(p shownPage) bool { return strings.HasSuffix(p.URL, suffix) })
	tab.settle()
}

// WaitText waits until the page shows text.
func (tab *Tab) WaitText(text string) {
	tab.t.Helper()
	tab.waitFor(fmt.Sprintf("the text %q", text), func(shownPage) bool { return ask[bool](tab, "has", text) })
}

// WaitGone waits until the page shows text no more.
func (tab *Tab) WaitGone(text string) {
	tab.t.Helper()
	tab.waitFor(fmt.Sprintf("the end of the text %q", text), func(shownPage) bool { return !ask[bool](tab, "has", text) })
}

func (tab *Tab) waitFor(what string, there func(shownPage) bool) {
	tab.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(blink) {
		if shown, ok := tab.glance(); ok && there(shown) {
			return
		}
		if time.Now().After(deadline) {
			tab.failf("waited in vain for %s", what)
		}
	}
}

// glance is what is shown now; false while one page goes and the next comes.
func (tab *Tab) glance() (shown shownPage, ok bool) {
	tab.t.Helper()
	step(tab, "look at the page", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		var err error
		shown, err = function[shownPage](tab, "page")(ctx, target)
		if ok = err == nil; errors.As(err, new(*cdproto.Error)) {
			return nil
		}
		return err
	}))
	return shown, ok
}

// blink is how long to wait before looking again.
const blink = 15 * time.Millisecond

// settle waits until the page is complete and nothing is on its way.
func (tab *Tab) settle() {
	tab.t.Helper()
	step(tab, "wait for the page", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		for {
			quiet, err := tab.quiet(ctx, target)
			if quiet {
				return nil
			}
			// A page that goes away takes its world with it: look into the next.
			var gone *cdproto.Error
			if err != nil && !errors.As(err, &gone) {
				return err
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(blink):
			}
		}
	}))
}

func (tab *Tab) quiet(ctx context.Context, target *chromedp.Target) (bool, error) {
	if _, err := tab.catchUp()(ctx, target); err != nil {
		return false, err
	}
	if !tab.watch.settled() {
		return false, nil
	}
	shown, err := function[shownPage](tab, "page")(ctx, target)
	return shown.Complete, err
}
