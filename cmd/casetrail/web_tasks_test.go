package main

import "testing"

// Signing in, in a real browser: what was typed wrong can be mended in another language.
func TestPeopleSignIn(t *testing.T) {
	t.Parallel()
	inEveryWay(t, func(t *testing.T, p *product, w way) {
		p.signUp("ana@example.org")
		h := p.sitDown(t, w)
		h.goTo("/sign-in").on("S01", "").fill("email", "ana@example.org", "password", "not my password").send().on("S01", "sign_in_failed")
		if got := h.tab.Value("[name=email]") + "|" + h.tab.Value("[name=password]"); got != "ana@example.org|" {
			t.Errorf("shown again with %q", got)
		}
		h.press("button[name=_language]")
		h.language = other(w.language)
		h.on("S01", "")
		if h.tab.Value("[name=email]") != "ana@example.org" {
			t.Error("the language switch has forgotten what was typed")
		}
	})
}

func other(language string) string { return map[string]string{"en": "es", "es": "en"}[language] }
