package main

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// From nothing to a case that is linked with the code of a letter, in a real browser.
func TestPeopleSignUpAndAddTheirCase(t *testing.T) {
	t.Parallel()
	inEveryWay(t, func(t *testing.T, p *product, w way) {
		receipt, code := p.newCase(p.officer("olive@example.org"), "I-130")
		h := p.sitDown(t, w).signUp("ana@example.org")
		h.open("/cases/add").on("H02", "").addCase(receipt, "yes").on("H03", "")
		h.paste("access_code", code).send().on("H04", "")
		h.open("/cases/"+receipt).on("C02", "")
		if !h.tab.Has(receipt) || h.tab.Has(code) {
			t.Errorf("the page of the case does not say its number, or says the access code: %s", h.tab.Text("main"))
		}
		p.boundedStreams()
	})
}

// signUp goes the whole way by pages.
func (h *hands) signUp(email string) *hands {
	h.t.Helper()
	h.goTo("/sign-up").on("A01", "").fill("email", email).mark("language", h.language).send().on("A02", "")
	h.goTo(confirmLink.FindString(h.p.mails(1, email, "/confirm/")[0].Text)).on("A03", "").send()
	h.on("A04", "").send()
	h.on("A05", "").fill("password", goodPassword).send()
	h.on("A06", "").secondStep(email).on("A06", "one")
	h.open("/sign-up/backup-codes").on("A09", "").send("make").on("A09", "shown")
	h.fill("code", h.tab.Text("#codes li:nth-child(3)")).send("check").on("A10", "one_method")
	h.open("/sign-up/account-type").on("A11", "").mark("role", "applicant").send()
	return h.on("A12", "")
}

// secondStep sets up an app where there is a mouse, and proves the address elsewhere.
func (h *hands) secondStep(email string) *hands {
	h.t.Helper()
	if h.keys || h.noScript {
		before := len(h.p.mails(0, email, ""))
		h.send("mail").on("A08", "")
		return h.paste("code", sixDigits.FindString(h.p.mails(before+1, email, "")[before].Text)).send()
	}
	h.send("app").on("A07", "")
	code, err := totp.GenerateCode(strings.Join(strings.Fields(h.tab.Text("#secret")), ""), time.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	return h.paste("code", code).send()
}

// addCase says which case, and whether there is a letter with a code.
func (h *hands) addCase(receipt, hasCode string) *hands {
	h.t.Helper()
	h.fill("receipt_number", receipt).date("birth_date", "1980", "7", "31")
	return h.mark("has_code", hasCode).send()
}

// paste puts a text into a field from elsewhere: a letter, a mail.
func (h *hands) paste(field, text string) *hands {
	h.t.Helper()
	if h.keys {
		h.reach("main [name=" + field + "]")
	}
	h.tab.Paste("main [name="+field+"]", text)
	return h
}

// session is the token that the browser holds.
func (h *hands) session() string {
	h.t.Helper()
	for _, c := range h.tab.Cookies() {
		if c.Name == "__Host-session" {
			return c.Value
		}
	}
	h.t.Fatal("nobody is signed in")
	return ""
}
