package main

import (
	"regexp"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

var seedOnPage = regexp.MustCompile(`<code class="ct-value" id="secret">([A-Z2-7 ]+)</code>`)

// setsUpApp adds an authenticator app in the settings, and answers its seed.
func (b *browser) setsUpApp() string {
	b.t.Helper()
	b.get("/settings/authenticator").on("T10", "").submit("offer").on("T10", "offered")
	shown := seedOnPage.FindSubmatch(b.at.Raw)
	if shown == nil {
		b.t.Fatal("no seed: ", b.at.text())
	}
	b.at.fill("code", "000000").submit().on("T10", "account_wrong_code").says(string(shown[1]))
	b.at.submit("es").on("T10", "offered")
	code, err := totp.GenerateCode(string(shown[1]), time.Now())
	if err != nil {
		b.t.Fatal(err)
	}
	b.at.fill("code", code).submit().on("T04", "both")
	return string(shown[1])
}

func TestMethodsAreAddedAndRemoved(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	b := ana.pages("en")
	b.get("/settings").on("T01", "").says("ana@example.org", "10 backup codes").link("/settings/methods").on("T04", "")
	b.setsUpApp()
	stale := b.get("/settings/methods").on("T04", "both")
	b.at.submit("mail").on("T04", "")
	stale.submit("authenticator").on("T04", "account_last_method")
	b.get("/settings/email-codes").on("T11", "").submit("send").on("T11", "sent")
	b.at.fill("code", "000000").submit().on("T11", "account_wrong_code")
	b.at.fill("code", p.mailedCode(ana.visitor)).submit().on("T04", "both")
	in := p.browse("es")
	in.enters("ana@example.org").on("S02", "authenticator").link("/sign-in/other").on("S03", "").submit().on("S02", "")
	in.at.fill("code", p.signInCode(in.visitor)).submit()
	if p.token(in.visitor).Stage != "full" {
		t.Error("not signed in by a mailed code: ", in.at.text())
	}
}

func TestBackupCodesAreRenewedAndShownOnce(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	b := ana.pages("en")
	page := b.get("/settings/backup-codes").on("T05", "")
	page.submit().on("T05", "shown").hides(ana.backup...)
	page.submit().on("T05", "already_shown")
	b.get("/settings/backup-codes").on("T05", "").hides(ana.backup...)
	in := p.browse("en")
	in.enters("ana@example.org")
	in.get("/sign-in/code?by=backup").fill("code", ana.backup[0]).submit().on("S02", "session_wrong_code")
}

func TestSessionsAreEndedOnThePage(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	there, elsewhere := p.comesIn(ana).pages("en"), p.comesIn(ana).pages("en")
	b := ana.pages("en")
	page := b.get("/settings/sessions").on("T06", "several")
	page.submit(p.token(there.visitor).Session.String()).on("T06", "several")
	there.get("/settings").on("S01", "")
	elsewhere.get("/settings").on("T01", "")
	b.at.submit().on("T06", "")
	elsewhere.get("/settings").on("S01", "")
	bob := p.signUp("bob@example.org")
	b.post("/settings/sessions/end", map[string][]string{"_token": {page.value("_token")}, "session": {p.token(bob.visitor).Session.String()}}).on("T06", "session_unknown")
	bob.pages("en").get("/settings").on("T01", "")
}
