package browsertest_test

import (
	"testing"

	"github.com/casetrail/casetrail/adapters/web/browsertest"
)

func TestStructure(t *testing.T) {
	t.Parallel()
	find(t, map[string]bad{
		"no h1":               {check: browsertest.OneH1, old: "h1>", new: "h2>", want: "has 0 first headings"},
		"two h1":              {check: browsertest.OneH1, body: "<h1>More</h1>", want: "has 2 first headings"},
		"no main":             {check: browsertest.Landmarks, old: "main", new: "div", want: "has 0 main parts"},
		"two footers":         {check: browsertest.Landmarks, old: "</footer>", new: "</footer><footer>More</footer>", want: "has 2 page footers"},
		"no header":           {check: browsertest.Landmarks, old: "header>", new: "div>", want: "has 0 page headers"},
		"menu without a name": {check: browsertest.Landmarks, body: `<nav><a href="/a">A</a></nav>`, want: "is one of 2 menus and has no name"},
		"menus of one name":   {check: browsertest.Landmarks, body: `<nav aria-label="Account"><a href="/a">A</a></nav>`, want: `two menus are called "Account"`},
		"no skip link":        {check: browsertest.Landmarks, old: `href="#main"`, new: `href="/main"`, want: "does not skip to its main part"},
		"other language":      {check: browsertest.Language, old: `lang="en"`, new: `lang="es-US"`, want: `the page says it is in "es-US", not "en"`},
		"id twice":            {check: browsertest.IDs, body: `<p id="name">again</p>`, want: `"name" is used more than once`},
		"id that is nowhere":  {check: browsertest.IDs, body: `<p aria-describedby="hint">text</p>`, want: `aria-describedby="hint"`},
		"link to nowhere":     {check: browsertest.IDs, body: `<a href="#gone">Go</a>`, want: `leads to #gone`},
		"no label":            {check: browsertest.Labels, body: `<input name="x">`, want: "has no label that is seen"},
		"label not seen":      {check: browsertest.Labels, body: `<input aria-label="Age" name="x">`, want: "has no label that is seen"},
		"placeholder":         {check: browsertest.Labels, old: `name="name"`, new: `name="name" placeholder="Ana"`, want: "has a placeholder"},
		"group, no legend":    {check: browsertest.Labels, old: "fieldset>", new: "div>", want: "group without a legend"},
		"img":                 {check: browsertest.ImagesHaveText, body: `<img src="/a.png">`, want: "img has no text"},
		"svg":                 {check: browsertest.ImagesHaveText, body: `<svg role="img" width="9" height="9"><circle r="4"></circle></svg>`, want: "svg has no text"},
		"no help":             {check: browsertest.HelpInPlace, old: `="help"`, new: `="other"`, want: "0 help blocks"},
		"help moved":          {check: browsertest.HelpInPlace, old: `<footer>`, new: `<p>Something else</p><footer>`, want: `stands "Something else"`},
		"help after footer":   {check: browsertest.HelpInPlace, old: `<header>`, new: `<footer>Early</footer><header>`, want: "after the footer"},
	})
}

// What says nothing on purpose, and what says enough.
func TestStructurePasses(t *testing.T) {
	t.Parallel()
	texts := page(`<img alt="" src="/a.png"><svg aria-hidden="true" width="9" height="9"></svg>
		<svg role="img" aria-label="Done" width="9" height="9"><circle r="4"></circle></svg>
		<section><header>Inner</header><footer>Inner</footer></section><h1 hidden>Not shown</h1>`, "")
	for _, check := range []browsertest.Check{browsertest.OneH1, browsertest.Landmarks, browsertest.ImagesHaveText, browsertest.HelpInPlace} {
		if got := finds(t, check, texts); got != "" {
			t.Errorf("finds %q", got)
		}
	}
}

func TestTitle(t *testing.T) {
	t.Parallel()
	errors := `<div role="alert"><ul><li><a href="#name">Enter a name</a></li></ul></div>`
	find(t, map[string]bad{
		"none":             {check: browsertest.Title, old: "Your name - Example", new: "", want: "has no title"},
		"another":          {check: browsertest.Title, old: "Your name -", new: "Names -", want: `without the heading "Your name"`},
		"errors unsaid":    {check: browsertest.Title, body: errors, want: `does not begin with "Error: "`},
		"errors not there": {check: browsertest.Title, old: "<title>", new: "<title>Error: ", want: "shows no list of errors"},
	})
	if got := finds(t, browsertest.Title, page("<figure>"+errors+"</figure>", "")); got != "" {
		t.Errorf("finds %q where a list of errors is an example", got)
	}
	right := page(errors, "")
	right["/"] = replace(right["/"], "<title>", "<title>Error: ")
	if got := finds(t, browsertest.Title, right); got != "" {
		t.Errorf("finds %q", got)
	}
}

func TestTitlesBelongToOneScreen(t *testing.T) {
	t.Parallel()
	tab := browsertest.Open(t, browsertest.Options{})
	tab.Go(site(t, page("", "")) + "/")
	var titles browsertest.Titles
	if got := tab.Findings(titles.Unique("S01"), titles.Unique("S01")); len(got) != 0 {
		t.Errorf("finds %q in two states of one screen", got)
	}
	if got := tab.Findings(titles.Unique("S02")); len(got) != 1 {
		t.Errorf("finds %q in two screens of one title", got)
	}
}

func TestMarkup(t *testing.T) {
	t.Parallel()
	find(t, map[string]bad{
		"attribute twice": {check: browsertest.Markup, body: `<p class="a" id="p" class="b">text</p>`, want: "an attribute class twice"},
		"not closed":      {check: browsertest.Markup, old: "</section>", new: "", want: "closes <body> where"},
		"never closed":    {check: browsertest.Markup, old: "</body>\n</html>", new: "", want: "never closes <html>"},
		"crossed":         {check: browsertest.Markup, body: `<p><b>text</p></b>`, want: "closes <p> where"},
		"closed twice":    {check: browsertest.Markup, body: `</div>`, want: "closes <div> where"},
	})
}
