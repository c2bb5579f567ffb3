package main

import "testing"

// Signing in, in a real browser: what was typed wrong is mended in another language, and the code is pasted.
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
		h.fill("password", goodPassword).send().on("S02", "").enterMailedCode("ana@example.org").on("H01", "brand_new")
		h.press("header form[action=\"/sign-out\"] button").on("S11", "")
		h.goTo("/home").on("S01", "")
	})
}

func other(language string) string { return map[string]string{"en": "es", "es": "en"}[language] }

// signIn is the way in with a code by mail.
func (h *hands) signIn(email string) *hands {
	h.t.Helper()
	h.goTo("/sign-in").on("S01", "").fill("email", email, "password", goodPassword).send()
	return h.on("S02", "").enterMailedCode(email)
}

// enterMailedCode pastes the code that was mailed for this sign-in.
func (h *hands) enterMailedCode(email string) *hands {
	h.t.Helper()
	return h.paste("code", h.p.signInCode(&visitor{t: h.t, cookies: map[string]string{"__Host-session": h.session()}})).send()
}

// A case that somebody sees the status of, for want of the letter, is theirs to see in full when the letter comes.
func TestPeopleAddACaseWithoutTheLetterAndTheLetterComes(t *testing.T) {
	t.Parallel()
	inEveryWay(t, func(t *testing.T, p *product, w way) {
		receipt, code := p.newCase(p.officer("olive@example.org"), "I-765")
		p.signUp("ana@example.org")
		h := p.sitDown(t, w).signIn("ana@example.org").on("H01", "brand_new")
		h.open("/cases/add").on("H02", "").addCase(receipt, "no").on("H04", "limited")
		h.open("/cases/"+receipt).on("C02", "status_only")
		h.open("/cases/"+receipt+"/upgrade").on("H10", "")
		h.date("birth_date", "1980", "7", "31").paste("access_code", code).send().on("H04", "")
		h.open("/cases/"+receipt).on("C02", "")
		h.open("/cases/"+receipt+"/history").on("C03", "")
	})
}

// Somebody else has used the code of a letter: its holder reports it, an officer ends that, and the next letter's code works.
func TestPeopleReportThatTheirCodeWasUsed(t *testing.T) {
	t.Parallel()
	inEveryWay(t, func(t *testing.T, p *product, w way) {
		olive := p.officer("olive@example.org")
		u := p.usedCode(olive, p.stranger(applicant))
		p.signUp("ana@example.org")
		h := p.sitDown(t, w).signIn("ana@example.org").on("H01", "brand_new")
		h.open("/cases/add").on("H02", "").addCase(u.receipt, "yes").on("H03", "")
		h.paste("access_code", u.code).send().on("H03", "access_code_used")
		h.send("dispute").on("H12", "")
		if got := h.tab.Value("main [name=access_code]"); got != u.code {
			t.Errorf("the code to report is %q", got)
		}
		h.send().on("H13", "")
		olive.must(200, u.settle(olive, "upheld", ""))
		h.goTo("/cases/add/code").on("H03", "")
		h.fill("receipt_number", u.receipt).date("birth_date", "1980", "7", "31").paste("access_code", p.lastCode(u.receipt)).send().on("H04", "")
	})
}
