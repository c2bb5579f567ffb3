package main

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain/limits"
)

// What was being typed when the time of a session is over is kept, and the session is over: not at the address of the page
// that says so alone.
func TestTheTimeIsOverWhileSomebodyTypes(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	p.signUp("ana@example.org")
	h := p.sitDown(t, way{language: "en", width: 1280}).signIn("ana@example.org").on("H01", "brand_new")
	h.goTo("/cases/add").on("H02", "").fill("receipt_number", "IOE0912345678")
	old := p.visitor()
	old.cookies["__Host-session"] = h.session()
	h.later(limits.IdleApplicant)
	h.tab.WaitURL("/signed-out/timeout?form=kept")
	h.on("S17", "kept")
	if got := old.do("GET", "/api/v1/session", nil); got.Status != http.StatusUnauthorized {
		t.Errorf("the session goes on: %d %s", got.Status, got.Raw)
	}
	h.signIn("ana@example.org").on("S15", "unsent")
	if !h.tab.Has("IOE0912345678") {
		t.Error("what was typed is not shown: ", h.tab.Text("main"))
	}
	h.press("#form-kept button").on("H02", "")
	if got := h.tab.Value("[name=receipt_number]"); got != "IOE0912345678" {
		t.Errorf("the form goes on with %q", got)
	}
}

// The warning comes two minutes before the end, takes the focus and gives it back, says aloud how long is left, and lets
// stay or go.
func TestTheWarningBeforeTheEnd(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	p.signUp("ana@example.org")
	h := p.sitDown(t, way{language: "en", width: 1280}).signIn("ana@example.org").on("H01", "brand_new")
	h.goTo("/cases/add").on("H02", "").fill("receipt_number", "IOE0912345678")
	was := h.tab.Focused()
	const shown = "dialog.ct-session[open]"
	h.later(limits.IdleApplicant - 2*time.Minute)
	h.wait(shown)
	h.focused("[data-ct-stay]")
	h.aloud("2 minutes")
	h.later(40 * time.Second) // of the last 90
	h.aloud("1 minute")
	h.tab.Press("Enter")
	h.wait("body:not(:has(" + shown + "))")
	if h.tab.Focused() != was {
		t.Errorf("the focus was on %s, and is on %s", was, h.tab.Focused())
	}
	h.later(limits.IdleApplicant - 90*time.Second)
	h.wait(shown)
	h.tab.Press("Escape")
	h.wait("body:not(:has(" + shown + "))")
	h.later(limits.IdleApplicant - 90*time.Second)
	h.wait(shown)
	h.press(shown+" form button").on("S11", "")
	h.goTo("/home").on("S01", "")
}

// Two tabs are one session: what the server told one of them last is true in the other, also when it is less time than that
// had; and when somebody signs out in one, the other keeps what was typed and shows nothing any longer.
func TestTabsTellEachOtherOfTheEnd(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	p.signUp("ana@example.org")
	h := p.sitDown(t, way{language: "en", width: 1280}).signIn("ana@example.org").on("H01", "brand_new")
	h.goTo("/cases/add").on("H02", "").fill("receipt_number", "IOE0912345678")
	other := h.beside()
	other.goTo("/settings").on("T01", "")
	const old = "update app.tokens set created_at = now() - make_interval(secs => $1)"
	if _, err := p.core.pool.Exec(t.Context(), old, (limits.SessionLife - 90*time.Second).Seconds()); err != nil {
		t.Fatal(err)
	}
	other.goTo("/settings").on("T01", "")
	const shown = "dialog.ct-session[open]"
	other.wait(shown)
	h.wait(shown)
	other.press(shown+" form button").on("S11", "")
	h.tab.WaitURL("/signed-out")
	h.on("S11", "")
	h.signIn("ana@example.org").on("S15", "unsent")
	if !h.tab.Has("IOE0912345678") {
		t.Error("what was typed is not shown: ", h.tab.Text("main"))
	}
}

func (h *hands) focused(selector string) {
	h.t.Helper()
	if h.tab.Count(selector+":focus") != 1 {
		h.t.Errorf("the focus is not on %s but on %s", selector, h.tab.Focused())
	}
}

// aloud fails the test unless the warning says this.
func (h *hands) aloud(what string) {
	h.t.Helper()
	var said bool
	script := "document.querySelector('dialog.ct-session [aria-live=assertive]').textContent.includes(" + strconv.Quote(what) + ")"
	for deadline := time.Now().Add(20 * time.Second); !said && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		h.tab.Eval(script, &said)
	}
	if !said {
		h.t.Errorf("%q is not said aloud", what)
	}
}

// A form that its page's script sends to be kept is kept and not done; one that has nothing but secrets is not kept.
func TestAScriptKeepsWhatWasNotSent(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.signUp("ana@example.org").pages("en")
	form := b.get("/cases/add").on("H02", "").fill("receipt_number", "IOE0912345678")
	keep := func(page *page, action string) int {
		fields := page.fields(page.first(has("id", "form")))
		fields.Set("_keep", "1")
		return b.request(http.MethodPost, action, fields).Status
	}
	if got := keep(form, "/cases/add"); got != http.StatusCreated {
		t.Errorf("the answer to the script is %d", got)
	}
	if got := keep(b.get("/sign-out"), "/sign-out"); got != http.StatusNoContent {
		t.Errorf("a button with nothing typed is answered with %d", got)
	}
	b.get("/settings").on("T01", "")
	b.get("/signed-out/timeout?form=kept").on("S10", "")
	b.get("/kept").on("S15", "unsent").says("IOE0912345678").submit("en").on("H02", "")
	if b.at.value("receipt_number") != "IOE0912345678" || b.at.value("_kept") == "" {
		t.Errorf("the form goes on with %q, kept as %q", b.at.value("receipt_number"), b.at.value("_kept"))
	}
	b.get("/kept").on("S15", "unsent").submit("discard").on("S15", "none")
	b.get("/sign-out").submit().on("S11", "")
	for _, form := range []string{"kept", "lost"} {
		b.get("/signed-out/timeout?form="+form).on("S17", form)
	}
	b.get("/signed-out/timeout?form=other").on("S17", "")
}
