package browsertest

import (
	"fmt"

	"github.com/chromedp/cdproto/emulation"
)

// narrow is a window of 1280 pixels at a zoom of 400 % (WCAG 1.4.10).
const narrow = 320

// Reflow finds what needs scrolling sideways on a narrow window, and what is cut
// off or lies over something else there when people put more space into texts
// (WCAG 1.4.10 and 1.4.12).
func Reflow(tab *Tab) []string {
	tab.t.Helper()
	tab.resize(narrow)
	found := say("on a narrow window", ask[[]string](tab, "wide"), ask[[]string](tab, "overlapping"))
	ask[bool](tab, "space", true)
	found = append(found, say("on a narrow window, with more space in texts",
		ask[[]string](tab, "wide"), ask[[]string](tab, "clipped"), ask[[]string](tab, "overlapping"))...)
	ask[bool](tab, "space", false)
	tab.resize(tab.options.Width)
	return found
}

func (tab *Tab) resize(width int64) {
	tab.t.Helper()
	step(tab, "resize the window", send(emulation.SetDeviceMetricsOverride, metrics(width, tab.options.Height)))
}

func say(where string, lists ...[]string) []string {
	var found []string
	for _, list := range lists {
		for _, finding := range list {
			found = append(found, fmt.Sprintf("%s: %s", where, finding))
		}
	}
	return found
}
