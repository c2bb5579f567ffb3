package main

import (
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/outbox"
)

var (
	gatewayDown  = outbox.Failure{Class: outbox.Temporary, Code: "503"}
	numberIsDead = outbox.Failure{Class: outbox.Permanent, Code: "21614"}
)

// A text message with a code that does not come: each page says so, and leads to another way. A new code goes out as soon as
// the gateway takes it.
func TestWhatPagesSayOfTextsThatDoNotCome(t *testing.T) {
	t.Parallel()
	p, gateway := serveMoody(t, "text_alert=100000")
	t.Run("signing up", func(t *testing.T) {
		const number = "+12025550161"
		b := p.browse("en")
		b.t = t
		b.signsUp(p, "uma")
		gateway.refuse(number, gatewayDown)
		b.at.submit().submit().fill("password", goodPassword).submit().link("/sign-up/text").fill("phone", "202-555-0161").submit()
		b.becomes("text_late").on("A08", "text_late").says("We keep trying")
		gateway.refuse(number, numberIsDead)
		b.at.submit("resend")
		b.becomes("text_failed").on("A08", "text_failed").says("We could not reach this number").link("/sign-up/text").on("A13", "")
		gateway.refuse(number, outbox.Failure{})
		b.at.fill("phone", "202-555-0161").submit().on("A08", "text").fill("code", p.textTo(number, 1)).submit().on("A06", "one")
	})
	const number = "+12025550162"
	ana := p.signUp("ana@example.org")
	ana.takesText(p, number)
	t.Run("signing in", func(t *testing.T) {
		b := p.browse("es")
		b.t = t
		gateway.refuse(number, gatewayDown)
		b.enters(ana.email).on("S02", b.at.state)
		b.becomes("text_late").on("S02", "text_late").says("a•••@example.org").hides(ana.email, "2025550162")
		gateway.refuse(number, numberIsDead)
		b.at.submit("resend")
		b.becomes("text_failed").on("S02", "text_failed").says("No pudimos comunicarnos con este número").link("/sign-in/other").on("S03", "")
		b.get("/sign-in/code").on("S02", "text_failed").fill("code", "000000").submit().on("S02", "session_wrong_code").says("No pudimos comunicarnos")
		b.at.fill("code", p.signInCode(b.visitor)).submit()
		if p.token(b.visitor).Stage != "full" {
			t.Error("not signed in by the mail: ", b.at.text())
		}
	})
	t.Run("a forgotten password", func(t *testing.T) {
		b := p.browse("en")
		b.t = t
		b.get(b.forgets(p, ana.email)).submit().on("S19", "unsent")
		gateway.refuse(number, gatewayDown)
		b.at.submit("send")
		b.becomes("text_late").on("S19", "text_late").says("The same code is in our email")
		gateway.refuse(number, numberIsDead)
		b.at.submit("send")
		b.becomes("text_failed").on("S19", "text_failed").link("/reset-password/code?by=mail").on("S19", "unsent")
	})
	t.Run("another number", func(t *testing.T) {
		const other = "+12025550163"
		b := ana.pages("en")
		b.t = t
		gateway.refuse(other, gatewayDown)
		b.get("/settings/text-codes").fill("phone", "202-555-0163").submit("send")
		b.becomes("text_late").on("T13", "text_late")
		gateway.refuse(other, numberIsDead)
		b.at.submit("again")
		b.becomes("text_failed").on("T13", "text_failed").says("0163").link("/settings/text-codes").on("T13", "")
	})
	t.Run("strangers", func(t *testing.T) {
		said := map[string]string{}
		for _, email := range []string{ana.email, "nobody@example.org"} {
			v := p.browse("en")
			v.t = t
			v.get("/forgot-password").fill("email", email).submit().on("S18", "")
			said[strings.ReplaceAll(v.at.text(), email, "")] = email
		}
		if len(said) != 1 {
			t.Errorf("an address whose phone cannot be reached looks different: %q", said)
		}
		v := p.browse("en")
		v.t = t
		v.get("/sign-up/" + p.token(ana.visitor).Holder.ID + "/sent")
		if v.at.state == "bounced" {
			t.Error("whoever knows the page of the first mail reads about text messages")
		}
	})
}
