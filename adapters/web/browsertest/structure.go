package browsertest

// OneH1 finds a page without a first heading, or with several.
func OneH1(tab *Tab) []string { tab.t.Helper(); return ask[[]string](tab, "heading") }

// Landmarks finds a page without a header, a main part and a footer, with menus
// that cannot be told apart, or without a link that skips to the main part.
func Landmarks(tab *Tab) []string { tab.t.Helper(); return ask[[]string](tab, "landmarks") }

// Language finds a page in another language than the browser asked for.
func Language(tab *Tab) []string {
	tab.t.Helper()
	return ask[[]string](tab, "language", tab.options.Language)
}

// IDs finds an id used twice, and what names an id that nothing has.
func IDs(tab *Tab) []string { tab.t.Helper(); return ask[[]string](tab, "ids") }

// Labels finds fields without a label that is seen.
func Labels(tab *Tab) []string { tab.t.Helper(); return ask[[]string](tab, "labels") }

// ImagesHaveText finds pictures that say nothing to those who cannot see them.
func ImagesHaveText(tab *Tab) []string { tab.t.Helper(); return ask[[]string](tab, "images") }

// HelpInPlace finds a page whose help is not the last thing before the footer
// (WCAG 3.2.6).
func HelpInPlace(tab *Tab) []string { tab.t.Helper(); return ask[[]string](tab, "help") }

// TargetSize finds what is too small to press (WCAG 2.5.8).
func TargetSize(tab *Tab) []string { tab.t.Helper(); return ask[[]string](tab, "targets") }
