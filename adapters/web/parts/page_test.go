package parts_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/a-h/templ"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

func TestAPageIsInItsOrder(t *testing.T) {
	t.Parallel()
	page := show(t, context.Background(), whole())
	var order []string
	for _, e := range page.named("body")[0].all(func(e *element) bool {
		return slices.Contains([]string{"header", "main", "footer"}, e.name) || slices.Contains([]string{"ct-skip", "ct-banner", "ct-back", "ct-help"}, e.attrs["class"])
	}) {
		order = append(order, e.name+" "+e.attrs["class"])
	}
	order = slices.Compact(slices.DeleteFunc(order, func(s string) bool { return s == "a ct-back" }))
	want := []string{"a ct-skip", "section ct-banner", "header ct-header", "main ct-main", "section ct-help", "footer ct-footer"}
	if !slices.Equal(order, want) {
		t.Errorf("the page is in the order %q", order)
	}
	if page.byID("main") == nil || page.named("a")[0].attrs["href"] != "#main" {
		t.Error("the first link does not lead to the content")
	}
}

func TestAPageSaysWhatItIs(t *testing.T) {
	t.Parallel()
	s := parts.Shell{Title: "Sign in", Banner: "This is a test.", Screen: "S01", State: "session.wrong", Invalid: true, Body: templ.Raw("<h1>Sign in</h1>")}
	page := show(t, texts.With(context.Background(), "es"), parts.Page(s))
	if got := page.named("title")[0].said(); got != "Error: Sign in | Casetrail" {
		t.Errorf("the title is %q", got)
	}
	if got := page.named("html")[0].attrs["lang"]; got != "es" {
		t.Errorf("the language is %q", got)
	}
	if body := page.named("body")[0].attrs; body["data-screen"] != "S01" || body["data-state"] != "session.wrong" {
		t.Errorf("the page says %v of itself", body)
	}
	if found := page.named("dialog", "details"); len(found) > 0 {
		t.Error("a visitor who is not signed in gets a session or an account")
	}
	s.Invalid = false
	if got := show(t, context.Background(), parts.Page(s)).named("title")[0].said(); got != "Sign in | Casetrail" {
		t.Errorf("the title of a page without problems is %q", got)
	}
}

func TestTheScriptIsKeptWithinThePolicy(t *testing.T) {
	t.Parallel()
	page := show(t, context.Background(), whole())
	for _, m := range page.named("meta") {
		if m.attrs["name"] != "htmx-config" {
			continue
		}
		var config struct {
			IncludeIndicatorStyles, AllowEval, AllowScriptTags *bool
			HistoryCacheSize                                   *int
		}
		if err := json.Unmarshal([]byte(m.attrs["content"]), &config); err != nil {
			t.Fatal(err)
		}
		for _, allowed := range []*bool{config.IncludeIndicatorStyles, config.AllowEval, config.AllowScriptTags} {
			if allowed == nil || *allowed {
				t.Errorf("htmx is allowed too much: %s", m.attrs["content"])
			}
		}
		if config.HistoryCacheSize == nil || *config.HistoryCacheSize != 0 {
			t.Error("htmx keeps pages in the browser")
		}
		return
	}
	t.Error("htmx is not told what it may do")
}

func TestTheLanguageSwitchSendsTheForm(t *testing.T) {
	t.Parallel()
	page := show(t, context.Background(), parts.LanguageSwitch([]parts.Language{{Code: "es", Href: "/sign-in", WithForm: true}}))
	b := page.named("button")[0]
	for a, want := range map[string]string{"form": parts.MainForm, "name": "_language", "value": "es", "lang": "es", "formaction": "/sign-in"} {
		if b.attrs[a] != want {
			t.Errorf("%s is %q", a, b.attrs[a])
		}
	}
	if b.said() != "Español" {
		t.Errorf("it says %q", b.said())
	}
	page = show(t, context.Background(), parts.LanguageSwitch([]parts.Language{{Code: "es", Href: "/?language=es"}}))
	if a := page.named("a")[0]; a.attrs["href"] != "/?language=es" || a.attrs["hreflang"] != "es" {
		t.Errorf("without a form it leads to %v", a.attrs)
	}
}
