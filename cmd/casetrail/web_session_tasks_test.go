package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain/limits"
)

// Who does nothing is asked in time, stays by one press, and is told afterwards; two minutes are enough for everybody.
func TestPeopleAreAskedBeforeTheirSessionEnds(t *testing.T) {
	t.Parallel()
	for _, w := range ways {
		if w.noScript {
			continue // without one, pages say how long there is
		}
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			p := serveProduct(t)
			p.signUp("ana@example.org")
			h := p.sitDown(t, w).signIn("ana@example.org").on("H01", "brand_new")
			if h.tab.Count("dialog[open]") != 0 {
				t.Fatal("asked at once")
			}
			h.later(limits.IdleApplicant - 2*time.Minute)
			h.wait("dialog.ct-session[open]")
			h.press("[data-ct-stay]")
			if h.tab.Count("dialog[open]") != 0 {
				t.Error("asked still, after the answer")
			}
			h.later(limits.IdleApplicant - time.Minute)
			h.wait("dialog.ct-session[open]")
			h.endSession()
			h.later(2 * time.Minute)
			h.tab.WaitURL("/signed-out/timeout")
			h.on("S17", "")
		})
	}
}

// wait waits until something is on the page.
func (h *hands) wait(selector string) {
	h.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); h.tab.Count(selector) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			h.t.Fatalf("there is no %s: %s", selector, h.tab.Text("body"))
		}
	}
}

// later moves the clock of the page on.
func (h *hands) later(by time.Duration) {
	h.t.Helper()
	h.tab.Eval(fmt.Sprintf("{ const now = Date.now; Date.now = () => now.call(Date) + %d; }", by.Milliseconds()), nil)
}

// endSession ends it on the server, behind the page's back.
func (h *hands) endSession() {
	h.t.Helper()
	v := h.p.visitor()
	v.cookies["__Host-session"] = h.session()
	v.must(204, v.do("DELETE", "/api/v1/session", nil))
}

// What was typed into a page that was open for too long is not lost: it is offered after signing in again, and done once.
func TestPeopleSendWhatTheyTypedAfterTheirSessionEnded(t *testing.T) {
	t.Parallel()
	inEveryWay(t, func(t *testing.T, p *product, w way) {
		receipt, _ := p.newCase(p.officer("olive@example.org"), "I-765")
		p.signUp("ana@example.org")
		h := p.sitDown(t, w).signIn("ana@example.org").on("H01", "brand_new")
		h.open("/cases/add").on("H02", "")
		h.endSession()
		h.addCase(receipt, "no").on("S01", "")
		h.fill("email", "ana@example.org", "password", goodPassword).send().on("S02", "").enterMailedCode("ana@example.org").on("S15", "")
		if !h.tab.Has(receipt) {
			t.Error("what was typed is not shown: ", h.tab.Text("main"))
		}
		h.press("#form-kept button").on("H04", "limited")
		h.goTo("/kept").on("S15", "none")
	})
}
