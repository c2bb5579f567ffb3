package browsertest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// patience is how long one step of a tab may take. Far more than it needs on
// an idle machine, so that a busy one does not fail tests.
const patience = 20 * time.Second

// Tab is one tab with cookies of its own. Its methods fail the test that opened
// it when they cannot do what they say. It belongs to one goroutine.
type Tab struct {
	t       testing.TB
	ctx     context.Context
	close   context.CancelFunc
	options Options
	watch   *watch
	world   *world
}

// Open gives the test a tab on an empty page, and takes it back when the test
// ends. A test that needs two people opens two tabs.
func Open(t testing.TB, o Options) *Tab {
	t.Helper()
	tab := open(t, o)
	t.Cleanup(tab.close)
	return tab
}

// Beside gives the test another tab of the same person: with the same cookies
// and the same storage.
func (tab *Tab) Beside() *Tab {
	tab.t.Helper()
	other := openIn(tab.t, tab.ctx, tab.options)
	tab.t.Cleanup(other.close)
	return other
}

func open(t testing.TB, o Options) *Tab {
	t.Helper()
	parent, err := browser.running()
	if err != nil {
		t.Fatal(err)
	}
	return openIn(t, parent, o, chromedp.WithNewBrowserContext())
}

func openIn(t testing.TB, parent context.Context, o Options, how ...chromedp.ContextOption) *Tab {
	t.Helper()
	tab := &Tab{t: t, options: o.whole(), watch: newWatch(), world: &world{}}
	ctx, cancel := chromedp.NewContext(parent, append(how, chromedp.WithListener(tab.watch.hear))...)
	tab.ctx, tab.close = ctx, cancel
	// The first action binds the life of the tab to its context, which
	// therefore must have no deadline.
	if err := chromedp.Do(ctx, tab.prepare()...); err != nil {
		cancel()
		t.Fatalf("open a tab: %v", err)
	}
	tab.watch.frame = cdp.FrameID(chromedp.FromContext(ctx).Target.TargetID)
	return tab
}

// For is the same tab, used by a part of the test that opened it: that part fails when something is wrong.
func (tab *Tab) For(t testing.TB) *Tab {
	part := *tab
	part.t = t
	return &part
}

// step runs an action within its deadline, and fails the test when it fails.
func step[T any](tab *Tab, what string, action chromedp.Action[T]) T {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		tab.failf("%s: %v", what, err)
	}
	return value
}

// call is an action that sends one command of the protocol.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[R] {
	return func(ctx context.Context, target *chromedp.Target) (R, error) {
		result, err := cdp.Call(ctx, target, command, params)
		if err != nil {
			return result, fmt.Errorf("%s: %w", command.Method, err)
		}
		return result, nil
	}
}

// send is call where only success matters.
func send[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := call(command, params)(ctx, target)
		return err
	})
}
