package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// forgets asks for the link on the pages, and answers the address that the mail leads to.
func (b *browser) forgets(p *product, email string) (link string) {
	b.t.Helper()
	before := len(p.mails(0, email, "/reset/"))
	b.get("/sign-in").link("/forgot-password").on("S05", "").fill("email", email).submit().on("S18", "").says(email)
	return resetPage.FindString(p.mails(before+1, email, "/reset/")[before].Text)
}

// resetDigits are the six digits that were mailed for the reset of a browser.
func (p *product) resetDigits(b *browser) string {
	p.t.Helper()
	r, err := p.core.recoveries.Load(p.t.Context(), p.token(b.visitor).Session.String())
	if err != nil {
		p.t.Fatal(err)
	}
	return p.reveal(secret.ResetCode, r.State.Code)
}

func TestAForgottenPasswordOnPages(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	b := p.browse("es")
	b.get("/forgot-password").fill("email", "ana").submit().on("S05", "address_malformed")
	b.get("/forgot-password").link("/forgot-address").on("S06", "").link("/forgot-password").on("S05", "")
	b.get("/forgot-password/sent").on("S18", "") // also in a browser that asked for nothing
	link := b.forgets(p, "ana@example.org")
	b.get("/reset-password/new").on("S05", "") // not before the link
	b.get(link).on("S07", "")
	b.get(link).on("S07", "").submit().on("S19", "unsent").hides("ana@example.org").says("a•••@example.org")
	b.get("/reset-password/new").on("S19", "unsent")
	b.at.link("/reset-password/code?by=backup").on("S19", "backup")
	b.get("/reset-password/code").submit("send").on("S19", "")
	b.at.fill("code", "000000").submit().on("S19", "recovery_wrong_code")
	b.at.fill("code", p.resetDigits(b)).submit().on("S08", "")
	b.get("/reset-password/code").on("S08", "")
	b.at.fill("password", "short").submit().on("S08", "password_too_short")
	b.at.fill("password", "Password1!").submit().on("S08", "password_too_common")
	b.at.fill("password", nextPassword).submit().on("S20", "").link("/sign-in").on("S01", "")
	if b.cookies["__Host-session"] != "" {
		t.Error("signed in by it")
	}
	ana.must(401, ana.do("GET", "/api/v1/cases", nil))
	b.at.fill("email", "ana@example.org", "password", nextPassword).submit().on("S02", "")
	b.get(link).submit().on("S07", "recovery_link_used").link("/forgot-password").on("S05", "")
	b.get("/reset/"+uuid.NewString()+"/guessed").submit().on("S07", "recovery_link_unknown")
}

func TestStayingSignedInElsewhereIsAChoice(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	seed := ana.takesApp()
	b := p.browse("en")
	b.get(b.forgets(p, "ana@example.org")).submit().on("S19", "authenticator")
	b.at.fill("code", ana.appCode(seed, 1)).submit().on("S08", "")
	b.at.fill("end", "", "password", nextPassword).submit().on("S20", "")
	ana.must(200, ana.do("GET", "/api/v1/cases", nil))
}

func TestResetsThatEnd(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits = strings.NewReplacer("reset_address=100000", "reset_address=3", "code_resend=100000", "code_resend=1", "confirm_network=100000", "confirm_network=4").Replace(generous)
	p := serveOn(t, s)
	ana := p.signUp("ana@example.org") // one click on a link
	b := p.browse("en")
	b.get(b.forgets(p, "ana@example.org")).submit().on("S19", "unsent").submit("send").on("S19", "").submit("send").on("S19", "wait")
	b.get("/reset-password/code?by=backup")
	for range limits.Of(limits.SessionCode).Max {
		b.at.fill("code", "000000").submit()
	}
	b.at.on("S19", "used_up").link("/forgot-password").on("S05", "")
	late := p.lateLink("ana@example.org")
	b.get(late).submit().on("S07", "recovery_link_expired")
	b.forgets(p, "ana@example.org")
	b.get("/forgot-password").fill("email", ana.email).submit().on("S05", "wait")
	for range 2 {
		b.get(late).submit()
	}
	b.at.on("S07", "wait")
}

// lateLink is one that was asked for longer ago than it works.
func (p *product) lateLink(email string) string {
	p.t.Helper()
	act := domain.Attempt(domain.Actor{Kind: domain.Anonymous}, "test", uuid.NewString(), time.Now().Add(-limits.ResetLinkLife), nil)
	if err := p.core.recovery().Begin(p.t.Context(), "test", email, "en", act); err != nil {
		p.t.Fatal(err)
	}
	id := act.NewID("recovery").String()
	r, err := p.core.recoveries.Load(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	return "/reset/" + id + "/" + p.reveal(secret.ResetLink, r.State.Link)
}
