package browsertest

// A Check looks at the page of a tab and says in plain sentences what is wrong
// with it. It leaves the page as it found it, except for what has the focus.
type Check func(*Tab) []string

// Page are the checks that every page has to pass. Those that move nothing
// come first.
var Page = []Check{Console, CSP, NoExternal, Title, Language, OneH1, Landmarks, IDs, Labels, ImagesHaveText, HelpInPlace, Markup, Axe, TargetSize, Focus, Reflow}

// Findings are those of all the checks.
func (tab *Tab) Findings(checks ...Check) []string {
	tab.t.Helper()
	var all []string
	for _, check := range checks {
		all = append(all, check(tab)...)
	}
	return all
}

// Check fails the test for each finding, and goes on.
func (tab *Tab) Check(checks ...Check) {
	tab.t.Helper()
	found := tab.Findings(checks...)
	for _, finding := range found {
		tab.t.Error(finding)
	}
	if len(found) > 0 {
		tab.t.Error(tab.scene())
	}
}
