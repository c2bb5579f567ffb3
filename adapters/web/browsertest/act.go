package browsertest

import (
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Click clicks what goes by a name, or matches a selector, with the mouse: a
// thing that something else covers cannot be clicked. It waits for the page
// that follows, if one does.
//
// Names are those that assistive technology hears. They are looked for in an
// open dialog first, then in the content, then in the whole page.
func (tab *Tab) Click(what string) {
	tab.t.Helper()
	at := ask[struct{ X, Y float64 }](tab, "aim", what)
	step(tab, "click "+what, chromedp.MouseClickXY(at.X, at.Y))
	tab.follow()
}

// Press presses keys by their names: "Tab", "Shift+Tab", "Enter", "Space",
// "Escape", "ArrowDown", "Home".
func (tab *Tab) Press(names ...string) {
	tab.t.Helper()
	for _, name := range names {
		key, modifiers, err := keyNamed(name)
		if err != nil {
			tab.failf("%v", err)
		}
		step(tab, "press "+name, chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
	}
	tab.follow()
}

// Reach presses Tab until the focus is on what matches a selector, at most so many
// times. It answers whether it came there.
func (tab *Tab) Reach(selector string, most int) bool {
	tab.t.Helper()
	for range most {
		if ask[bool](tab, "on", selector) {
			return true
		}
		step(tab, "press Tab", chromedp.KeyEvent(kb.Tab))
	}
	return ask[bool](tab, "on", selector)
}

var keys = map[string]string{
	"Tab": kb.Tab, "Enter": kb.Enter, "Space": " ", "Escape": kb.Escape, "Backspace": kb.Backspace, "Delete": kb.Delete,
	"ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
	"Home": kb.Home, "End": kb.End,
}

func keyNamed(name string) (key string, modifiers []chromedp.Modifier, err error) {
	plain, shift := strings.CutPrefix(name, "Shift+")
	if shift {
		modifiers = append(modifiers, chromedp.ModifierShift)
	}
	key, known := keys[plain]
	if !known {
		return "", nil, fmt.Errorf("no key is called %q", name)
	}
	return key, modifiers, nil
}

// Type clears a field and types text into it, key by key.
func (tab *Tab) Type(field, text string) {
	tab.t.Helper()
	ask[bool](tab, "focus", field)
	tab.clear()
	step(tab, "type into "+field, chromedp.KeyEvent(text))
}

// TypeHere types text where the focus is, as somebody without a mouse does.
func (tab *Tab) TypeHere(text string) {
	tab.t.Helper()
	step(tab, "type", chromedp.KeyEvent(text))
}

// Paste clears a field and pastes text into it. A page that keeps people from
// pasting keeps Paste from it too.
func (tab *Tab) Paste(field, text string) {
	tab.t.Helper()
	ask[bool](tab, "focus", field)
	tab.clear()
	if ask[bool](tab, "offer", text) {
		step(tab, "paste into "+field, send(input.InsertText, input.InsertTextParams{Text: text}))
	}
}

// Choose picks an option of a select by its words or value.
func (tab *Tab) Choose(field, option string) {
	tab.t.Helper()
	ask[bool](tab, "select", field, option)
	tab.follow()
}

// clear empties the field that has the focus, as a person does.
func (tab *Tab) clear() {
	tab.t.Helper()
	all := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: "a", Code: "KeyA", Commands: []string{"selectAll"}}
	step(tab, "select what is there", send(input.DispatchKeyEvent, all))
	step(tab, "clear", chromedp.KeyEvent(kb.Delete))
}

// follow waits for what an action has set off. A form is sent a moment after
// the click that sends it.
func (tab *Tab) follow() {
	tab.t.Helper()
	time.Sleep(blink)
	tab.settle()
}
