package browsertest

import (
	"context"
	"fmt"
	"sync"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"golang.org/x/sync/errgroup"
)

// start is what a walk begins with.
type start struct {
	Stops  int // that are to be seen
	Frames bool
	Found  []string
}

// stop is what Tab has led to.
type stop struct {
	Done  bool
	Found []string
	Kind  string // none in a frame
	Visit int    // by which it is met again
}

// Focus walks through the page with Tab and finds what breaks the order of the
// document, cannot be reached or left, cannot be seen while it has the focus,
// or does not show that it has it (WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11).
//
// Whether it shows is judged by its style for every stop, and by the pixels
// once for each kind of thing: pictures take time.
func Focus(tab *Tab) []string {
	tab.t.Helper()
	begin := ask[start](tab, "walk")
	found := begin.Found
	led := tab.walk(begin)
	for _, at := range led {
		found = append(found, at.Found...)
		if len(at.Found) == 0 && at.Kind != "" {
			found = append(found, tab.ring(at)...)
		}
	}
	if !led[len(led)-1].Done {
		found = append(found, fmt.Sprintf("Tab does not come to an end, where %d stops were to be seen", begin.Stops))
	}
	return found
}

// walk presses Tab until it has led through the page. It presses all at once, as
// somebody who holds the key down: the page hears them one by one. In a frame it
// does not hear them, nor where scripts sleep: there, one press waits for the other.
func (tab *Tab) walk(begin start) (led []stop) {
	tab.t.Helper()
	presses := begin.Stops + 1
	if begin.Frames || tab.options.NoScript {
		presses = 1
	}
	// A page may move the focus to things that nobody foresaw; not for ever.
	for left := begin.Stops + 25; left > 0 && (len(led) == 0 || !led[len(led)-1].Done); left -= presses {
		step(tab, "press Tab", tabs(presses))
		led = append(led, ask[[]stop](tab, "walked")...)
	}
	return led
}

// tabs presses Tab so many times, without waiting in between.
func tabs(times int) chromedp.Action[chromedp.Void] {
	press := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: "Tab", Code: "Tab", WindowsVirtualKeyCode: 9, NativeVirtualKeyCode: 9}
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		presses, ctx := errgroup.WithContext(ctx)
		for range times {
			presses.Go(func() error {
				_, err := call(input.DispatchKeyEvent, press)(ctx, target)
				return err
			})
		}
		return presses.Wait()
	})
}

// proven are the kinds of things whose focus was seen in pixels by this test
// binary.
var proven sync.Map

// around is how far a ring may lie outside the thing it is around.
const around = 8

// ring finds a thing whose focus does not show in pixels.
func (tab *Tab) ring(at stop) []string {
	tab.t.Helper()
	kind := fmt.Sprint(at.Kind, tab.options.ForcedColors)
	if _, seen := proven.Load(kind); seen {
		return nil
	}
	on := ask[struct {
		Name                string
		X, Y, Width, Height float64
	}](tab, "meet", at.Visit)
	area := &page.Viewport{X: max(on.X-around, 0), Y: max(on.Y-around, 0), Width: on.Width + 2*around, Height: on.Height + 2*around, Scale: 1}
	with := step(tab, "look at the focus", picture(area, false))
	ask[bool](tab, "leave")
	without := step(tab, "look without the focus", picture(area, false))
	ask[bool](tab, "back")
	changed, err := differing(with, without)
	if err != nil {
		tab.failf("compare pictures: %v", err)
	}
	// As much as a line of one pixel along two sides.
	if need := int(on.Width + on.Height); changed < need {
		return []string{fmt.Sprintf("the focus of %s hardly shows: %d pixels change enough to be seen, of at least %d", on.Name, changed, need)}
	}
	proven.Store(kind, true)
	return nil
}
