package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web"
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
	b.at.fill("code", p.signInCode(b.visitor)).submit().on("S15", "").hides("forged")
	if strings.Contains(b.at.text(), typed) {
		t.Error("what nobody saw in the form is shown: ", b.at.text())
	}
	lost.get("/settings").on("T01", "")
	b.at.submit("Send it now").on("T06", "")
	lost.get("/settings").on("S01", "")
	b.get("/kept").on("S15", "none")
}

// What an officer sent too late waits for them too, and is done once they have signed in again.
func TestAFormOfStaffSentTooLateIsKept(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	path, _ := p.invited("olive@example.org", time.Now())
	b := p.browse("en")
	b.get(path).submit().fill("password", goodPassword).submit()
	code, seed := b.at.appCode(0)
	b.at.fill("code", code).submit().on("O01", "empty")
	form := b.get("/staff/receive").on("O05", "").fill(typed()...)
	p.over(b)
	form.submit().on("E04", "").fill("email", "olive@example.org", "password", goodPassword).submit().on("E05", "")
	next, err := totp.GenerateCode(seed, time.Now().Add(30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	b.at.fill("code", next).submit().on("S15", "").says("Family name", "Example", "12 Example Street")
	b.at.submit("Send it now").on("O05", "check").submit().on("O25", "")
	b.get("/kept").on("S15", "none")
}

// An access code is not kept: the offer says so, and so does the form that goes on without it.
func TestAnAccessCodeSentTooLateIsTypedAgain(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	receipt, code := p.newCase(p.officer("olive@example.org"), "I-130")
	b := p.signUp("ana@example.org").pages("en")
	form := b.get("/cases/add/code").on("H03", "").fill(proof(receipt, "access_code", code)...)
	p.over(b)
	form.submit().on("S01", "").fill("email", "ana@example.org", "password", goodPassword).submit()
	b.at.fill("code", p.signInCode(b.visitor)).submit().on("S15", "").says(receipt, "Access code", "Please type it again").hides(code)
	b.at.submit("Go on with the form").on("H03", "").says("Type this again: Access code.")
	if b.at.value("receipt_number") != receipt || b.at.value("access_code") != "" {
		t.Errorf("the form goes on with %q and %q", b.at.value("receipt_number"), b.at.value("access_code"))
	}
	b.at.fill("access_code", code).submit().on("H04", "")
	b.get("/kept").on("S15", "none")
}

// No field that is secret on any screen is in a form that is kept, whoever sends it.
func TestNoSecretIsKept(t *testing.T) {
	t.Parallel()
	w := serveProduct(t).settle()
	values, fields := anywhere(), 0
	values["receipt"] = w.receipt
	for _, s := range web.Screens {
		if s.Who != door.Applicant && s.Who != door.Holder && s.Who != door.Officer {
			continue // these forms are begun anew: nothing of them is kept
		}
		b := w.caller(entitled(s.Who)).pages("en")
		holder := w.token(b.visitor).Holder
		sent := url.Values{"_token": {b.get("/sign-out").value("_token")}, "other": {"something else"}}
		for _, name := range slices.Concat(s.Secret, s.Unkept) {
			sent.Set(name, "a secret in "+name)
			fields++
		}
		w.over(b)
		for _, act := range s.Acts {
			got := b.request(http.MethodPost, strings.TrimSuffix(placed(s.Path, values)+"/"+act, "/"), sent)
			kept, err := w.core.forms.Latest(t.Context(), holder)
			if err != nil {
				t.Fatal(err)
			}
			plain, err := w.core.seals.Open(kept.Sealed, "kept form", holder.Kind, holder.ID)
			if err != nil || !strings.Contains(string(plain), "something else") || !strings.Contains(string(plain), `"`+s.ID+`"`) {
				t.Errorf("%s %s is answered with %d, and kept is %s, %v", s.ID, act, got.Status, plain, err)
			}
			if strings.Contains(string(plain), "a secret in") {
				t.Errorf("%s %s: %s", s.ID, act, plain)
			}
		}
	}
	if fields < 5 {
		t.Errorf("only %d secret fields were sent: this test no longer sees them", fields)
	}
}
