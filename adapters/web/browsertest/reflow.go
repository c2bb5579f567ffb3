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
	narrowed := ask[struct{ Plain, Spaced []string }](tab, "narrowed")
	tab.resize(tab.options.Width)
	return append(say("on a narrow window", narrowed.Plain), say("on a narrow window, with more space in texts", narrowed.Spaced)...)
}

func (tab *Tab) resize(width int64) {
	tab.t.Helper()
	step(tab, "resize the window", send(emulation.SetDeviceMetricsOverride, metrics(width, tab.options.Height)))
}

func say(where string, findings []string) []string {
	var found []string
	for _, finding := range findings {
		found = append(found, fmt.Sprintf("%s: %s", where, finding))
	}
	return found
}
