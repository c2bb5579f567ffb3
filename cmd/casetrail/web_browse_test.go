package main

import (
	"strings"
	"testing"
)

// What the browser of these tests does, a real one without a script does: shown on the way in.
func TestABrowserWithoutAScriptSignsIn(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	p.signUp("ana@example.org")
	b := p.browse("es")
	b.get("/sign-in").on("S01", "").fill("email", "ana@example.org", "password", "not my password").submit().on("S01", "sign_in_failed")
	if len(b.at.problems()) != 1 || b.at.value("email") != "ana@example.org" || b.at.value("password") != "" {
		t.Errorf("shown again with problems %q, e-mail %q, password %q", b.at.problems(), b.at.value("email"), b.at.value("password"))
	}
	b.at.submit("en").on("S01", "") // the language switch of the header
	if b.at.value("email") != "ana@example.org" || b.at.heading != "Sign in" {
		t.Errorf("in English the page is %q, with e-mail %q", b.at.heading, b.at.value("email"))
	}
	b.at.fill("Email address", "ana@example.org", "password", goodPassword).submit()
	if b.cookies["__Host-session"] == "" {
		t.Error("not signed in: ", b.at.text())
	}
	b.get("/nowhere").on("P09", "404")
}

func TestAScreenThatNoTestReachesIsFound(t *testing.T) {
	t.Parallel()
	looks := map[look][]string{{"S01", ""}: {"en"}, {"S01", "made_up"}: {"es"}}
	wrong := strings.Join(unseen(looks), "\n")
	for _, want := range []string{`S01 (sign_in) in state "wait"`, `S01 shows a state "made_up", in [es]`} {
		if !strings.Contains(wrong, want) {
			t.Errorf("%q is not found in:\n%s", want, wrong)
		}
	}
	if strings.Contains(wrong, `S01 (sign_in) in state ""`) {
		t.Error("what was reached is said to be missing: ", wrong)
	}
}
