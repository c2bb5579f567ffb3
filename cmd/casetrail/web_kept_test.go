package main

import (
	"net/url"
	"testing"
)

// A form that came after the end of the session is kept for whom it belongs to, and for nobody else.
func TestAFormSentTooLateIsKept(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	lost := p.comesIn(ana).pages("en")
	b := ana.pages("en")
	page := b.get("/settings/sessions").on("T06", "several")
	typed := p.token(lost.visitor).Session.String()
	p.over(b)
	b.post("/settings/sessions/end", url.Values{"_token": {"applicant.x.y"}, "session": {"forged"}}).on("S01", "")
	page.submit(typed).on("S01", "")
	bob := p.comesIn(p.signUp("bob@example.org")).pages("en")
	bob.get("/kept").on("S15", "none")
	b.at.fill("email", "ana@example.org", "password", goodPassword).submit()
	b.at.fill("code", p.signInCode(b.visitor)).submit().on("S15", "").says(typed).hides("forged")
	lost.get("/settings").on("T01", "")
	b.at.submit("Send it now").on("T06", "")
	lost.get("/settings").on("S01", "")
	b.get("/kept").on("S15", "none")
}
