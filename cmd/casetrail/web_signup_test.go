package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain/workflow"
)

// signsUp goes to the page of the mailed link; what is typed has a slip in it that the page finds.
func (b *browser) signsUp(p *product, local string) *page {
	b.t.Helper()
	b.get("/sign-up").on("A01", "").fill("email", "nobody").submit().on("A01", "address_malformed")
	if b.at.problem("email") == "" || b.at.value("email") != "nobody" {
		b.t.Error("the problem does not stand at the field, or what was typed is gone")
	}
	b.at.fill("email", local+"@gmial.com", "language", b.language).submit().on("A01", "suggestion").says(local+"@gmial.com", local+"@gmail.com")
	b.at.submit("meant").on("A02", "").says(local + "@gmail.com")
	link := confirmLink.FindString(p.mails(1, local+"@gmail.com", "/confirm/")[0].Text)
	return b.get(link).on("A03", "")
}

// mailedCode is the six digits of the n-th code that was mailed to an address.
func (p *product) mailedDigits(n int, email string) string {
	p.t.Helper()
	var codes []string
	for _, m := range p.mails(n+1, email, "") { // the first has a link
		if code := sixDigits.FindString(m.Text); code != "" && !strings.Contains(m.Text, "/confirm/") {
			codes = append(codes, code)
		}
	}
	return codes[n-1]
}

// codes are the backup codes on the page.
func (p *page) codes() (all []string) {
	for _, li := range nodes(p.first(has("id", "codes")), tag("li")) {
		all = append(all, text(li))
	}
	return all
}

func TestSigningUpOnPages(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	for _, language := range []string{"en", "es"} {
		t.Run(language, func(t *testing.T) {
			b := p.browse(language)
			b.t = t
			email := "marisol." + language + "@gmail.com"
			b.signsUp(p, "marisol."+language)
			landing := *b.at
			b.at.submit().on("A04", "")
			landing.submit().on("A04", "") // pressed twice
			b.get("/sign-up/backup-codes").on("A04", "")
			b.at.submit().on("A05", "")
			b.choosesPassword(email)
			seed := b.firstApp()
			b.get("/sign-up/methods").on("A06", "one").submit("mail").on("A08", "").says(email)
			b.at.fill("code", "000000").submit().on("A08", "account_wrong_code").hides("000000")
			b.at.fill("code", p.mailedDigits(1, email)).submit().on("A09", "").hides(seed)
			b.get("/sign-up/methods").on("A06", "two")
			b.savesCodes()
			b.at.link("/sign-up/account-type").on("A11", "").submit().on("A11", "account_invalid")
			b.at.fill("role", "applicant")
			last := *b.at
			b.at.submit().on("A12", "")
			if last.submit(); b.at.path != "/home" { // pressed twice
				t.Errorf("pressing the last button twice led to %s", b.at.path)
			}
			if b.get("/sign-up/terms"); b.at.path != "/home" {
				t.Errorf("going back led to %s", b.at.path)
			}
		})
	}
}

// choosesPassword meets every rule of passwords, then chooses a good one.
func (b *browser) choosesPassword(email string) {
	b.t.Helper()
	local, _, _ := strings.Cut(email, ".")
	for password, state := range map[string]string{
		"Short-1": "password_too_short", strings.Repeat("Long-1", 30): "password_too_long", "correct-horse-7": "password_needs_upper",
		"CORRECT-HORSE-7": "password_needs_lower", "CorrectHorse7": "password_needs_special", "Password-1": "password_too_common",
		"Xy-" + local + "-9Z": "password_contains_context",
	} {
		b.get("/sign-up/password").on("A05", "").fill("password", password).submit().on("A05", state).hides(password)
		if b.at.problem("password") == "" {
			b.t.Errorf("%s: the problem does not stand at the field", state)
		}
	}
	b.at.fill("password", goodPassword).submit().on("A06", "")
	b.get("/sign-up/password").on("A06", "") // back
}

// firstApp sets up an authenticator app and answers its key.
func (b *browser) firstApp() (seed string) {
	b.t.Helper()
	b.get("/sign-up/app").on("A06", "") // nothing was offered
	b.at.submit("app").on("A07", "")
	code, seed := b.at.signUpApp()
	b.at.fill("code", "000000").submit().on("A07", "account_wrong_code")
	if _, again := b.at.signUpApp(); again != seed || b.at.problem("code") == "" {
		b.t.Errorf("after a wrong code the key is %q, not %q; or the problem does not stand at the field", again, seed)
	}
	b.at.fill("code", code).submit().on("A06", "one")
	return seed
}

// savesCodes is shown the backup codes once.
func (b *browser) savesCodes() {
	b.t.Helper()
	making := *b.get("/sign-up/backup-codes").on("A09", "")
	codes := making.submit().on("A09", "shown").codes()
	if len(codes) != 10 || len(slices.Compact(slices.Sorted(slices.Values(codes)))) != 10 {
		b.t.Fatalf("the codes are %q", codes)
	}
	checking := *b.at
	making.submit().on("A09", "already_shown").hides(codes...)
	b.get("/sign-up/backup-codes").on("A09", "made").hides(codes...)
	b.at.fill("code", "AAAA-BBBB-CCCC").submit("check").on("A09", "account_wrong_code").hides("AAAA-BBBB-CCCC")
	checking.fill("code", strings.ToLower(codes[3])).submit("check").on("A10", "")
}

// Somebody who stops and comes back goes on where they stopped.
func TestWhoStopsSigningUpGoesOnWhereTheyStopped(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	p.browse("en").signsUp(p, "ana").submit().on("A04", "").submit().on("A05", "").fill("password", goodPassword).submit().on("A06", "")
	b := p.browse("en")
	b.get("/sign-in").fill("email", "ana@gmail.com", "password", goodPassword).submit().on("A06", "")
	b.at.submit("mail").on("A08", "").fill("code", p.mailedDigits(1, "ana@gmail.com")).submit().on("A06", "one")
	b.at.link("/sign-up/backup-codes").on("A09", "")
	codes := b.at.submit().on("A09", "shown").codes()
	b.at.fill("code", codes[0]).submit("check").on("A10", "one_method")
	again := p.browse("es")
	again.get("/sign-in").fill("email", "ana@gmail.com", "password", goodPassword).submit().on("A11", "")
}

func TestWhoDeclinesTheTermsLeavesNothing(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.browse("en")
	b.signsUp(p, "ana").submit().on("A04", "").submit("decline").on("A04", "declining")
	b.at.link("/sign-up/terms").on("A04", "").submit("decline").submit("decline").on("A04", "declined")
	if header := b.at.Header.Get("Clear-Site-Data"); header == "" || b.cookies["__Host-session"] != "" {
		t.Errorf("the browser keeps its session %q; it is told to clear %q", b.cookies["__Host-session"], header)
	}
	if b.get("/sign-up/terms"); b.at.path != "/sign-in" {
		t.Errorf("whose account is deleted is led to %s", b.at.path)
	}
}

// What is said of the mail is said to whoever has the address of the page, and only who typed it sees the address.
func TestThePageAboutTheMailInAnotherBrowser(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.browse("en")
	b.get("/sign-up").fill("email", "new@example.org").submit().on("A02", "").says("new@example.org").submit("resend").on("A02", "resent")
	p.browse("en").get(b.at.path).on("A02", "resent").hides("new@example.org")
	for _, id := range []string{anywhere()["account"], "nobody", fmt.Sprint(workflow.StageFull)} {
		p.browse("en").get("/sign-up/"+id+"/sent").on("P09", "404")
	}
}
