package browsertest

import (
	"fmt"
	"sync"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// stop is what Tab has led to.
type stop struct {
	Done                bool
	Found               []string
	Kind, Name          string // no kind: in a frame
	X, Y, Width, Height float64
}

// Focus walks through the page with Tab and finds what breaks the order of the
// document, cannot be reached or left, cannot be seen while it has the focus,
// or does not show that it has it (WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11).
//
// Whether it shows is judged by its style for every stop, and by the pixels
// once for each kind of thing: pictures take time.
func Focus(tab *Tab) []string {
	tab.t.Helper()
	start := ask[struct {
		Stops int
		Found []string
	}](tab, "walk")
	found := start.Found
	// A page may move the focus to things that nobody foresaw; not for ever.
	for range start.Stops + 25 {
		step(tab, "press Tab", tabKey)
		at := ask[stop](tab, "look")
		found = append(found, at.Found...)
		if at.Done {
			return found
		}
		if len(at.Found) == 0 && at.Kind != "" {
			found = append(found, tab.ring(at)...)
		}
	}
	return append(found, fmt.Sprintf("Tab does not come to an end, where %d stops were to be seen", start.Stops))
}

// tabKey presses Tab without waiting for what follows: nothing does.
var tabKey = chromedp.Steps(
	send(input.DispatchKeyEvent, tabEvent(input.DispatchKeyEventTypeRawKeyDown)),
	send(input.DispatchKeyEvent, tabEvent(input.DispatchKeyEventTypeKeyUp)),
)

func tabEvent(kind input.DispatchKeyEventType) input.DispatchKeyEventParams {
	return input.DispatchKeyEventParams{Type: kind, Key: "Tab", Code: "Tab", WindowsVirtualKeyCode: 9, NativeVirtualKeyCode: 9}
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
	area := &page.Viewport{X: max(at.X-around, 0), Y: max(at.Y-around, 0), Width: at.Width + 2*around, Height: at.Height + 2*around, Scale: 1}
	with := step(tab, "look at the focus", picture(area, false))
	ask[bool](tab, "leave")
	without := step(tab, "look without the focus", picture(area, false))
	ask[bool](tab, "back")
	changed, err := differing(with, without)
	if err != nil {
		tab.failf("compare pictures: %v", err)
	}
	// As much as a line of one pixel along two sides.
	if need := int(at.Width + at.Height); changed < need {
		return []string{fmt.Sprintf("the focus of %s hardly shows: %d pixels change enough to be seen, of at least %d", at.Name, changed, need)}
	}
	proven.Store(kind, true)
	return nil
}
