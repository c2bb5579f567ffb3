package main

import (
	"fmt"
	"testing"

	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/adapters/sms"
)

const (
	alertInEnglish = "we sent a notice about your account"
	aNotice        = "New backup codes" // the subject of what is told of
)

// notices makes what is told of by e-mail, and waits for the n-th of those mails.
func (w *person) notices(p *product, n int) {
	w.t.Helper()
	w.must(201, w.do("POST", "/api/v1/account/backup-codes/renewal", nil))
	p.mails(n, w.email, aNotice)
}

// alerted is how many alerts were asked for, whatever became of them.
func (w *person) alerted() (n int) {
	w.t.Helper()
	for _, d := range w.must(200, w.do("GET", "/api/v1/account/deliveries", nil)).Body["deliveries"].([]any) {
		if d.(map[string]any)["template"] == sms.AlertText {
			n++
		}
	}
	return n
}

// Alerts by text message: chosen, limited, blocked by the phone, and taken away with the number.
func TestAlertsByTextOnPages(t *testing.T) {
	t.Parallel()
	const number = "+12025550151"
	p, gateway := serveMoody(t, "text_alert=3")
	ana := p.signUp("ana@example.org")
	b := ana.pages("en")
	b.get("/settings").on("T01", "").says("By email").link("/settings/alerts").on("T12", "no_number").link("/settings/text-codes").on("T13", "")
	ana.takesText(p, number)
	b.get("/settings/alerts").on("T12", "").says("0151").hides("2025550151").submit("on").on("T12", "on").says("Alerts by text message are on")
	p.mails(1, ana.email, "Text message alerts are on")
	for _, m := range p.mails(1, number, alertInEnglish) {
		if sixDigits.MatchString(m.Text) {
			t.Errorf("an alert tells something: %q", m.Text)
		}
	}
	b.get("/settings").on("T01", "").says("a text message tells you of it")
	ana.notices(p, 1)
	p.mails(2, number, alertInEnglish)

	gateway.refuse(number, outbox.Failure{Class: outbox.Permanent, Code: sms.Stopped})
	tried := gateway.tried(number)
	ana.notices(p, 2)
	b.get("/settings/alerts")
	b.becomes("blocked").on("T12", "blocked").says("send the word START")
	b.get("/settings/methods").on("T04", "blocked").says("send the word START")
	if n := gateway.tried(number) - tried; n != 1 {
		t.Errorf("who wants no messages was sent %d", n)
	}
	gateway.refuse(number, outbox.Failure{}) // START
	p.browse("en").enters(ana.email).on("S02", "mail_text")
	b.get("/settings/alerts")
	b.becomes("on").on("T12", "on")

	ana.notices(p, 3) // beyond the limit
	b.get("/settings/alerts").submit("off").on("T12", "").says("Alerts by text message are off")
	p.mails(1, ana.email, "Text message alerts are off")
	if n := ana.alerted(); n != 3 {
		t.Errorf("%d alerts on one day", n)
	}
	b.get("/settings/alerts").submit("on").on("T12", "on")
	b.get("/settings/methods").submit("text").on("T04", "")
	b.get("/settings/alerts").on("T12", "no_number")
	b.get("/settings").on("T01", "").says("By email").hides("a text message tells you of it")
}

// A stranger who tries passwords makes the account lock; its holder hears of that by text, as often as the limit lets.
func TestAStrangerCannotFloodAPhone(t *testing.T) {
	t.Parallel()
	p, _ := serveMoody(t, "text_alert=1,password=1/1s")
	ana := p.signUp("ana@example.org")
	ana.takesText(p, "+12025550152")
	ana.must(422, ana.do("POST", "/api/v1/account/alerts", map[string]any{"text": "yes"}))
	ana.must(204, ana.do("POST", "/api/v1/account/alerts", map[string]any{"text": true}))
	if !ana.must(200, ana.do("GET", "/api/v1/account", nil)).Body["text_alerts"].(bool) {
		t.Error("not chosen")
	}
	p.mails(1, "+12025550152", alertInEnglish)
	for i := range 2 {
		v := p.visitor()
		v.do("POST", "/api/v1/session", map[string]string{"email": ana.email, "password": fmt.Sprint("Wrong-Horse-", i)})
		p.mails(1, ana.email, "locked")
	}
	ana.notices(p, 1)
	if n := ana.alerted(); n != 1 {
		t.Errorf("%d alerts", n)
	}
	bound{"", "", "account.no_number"}.answered(t, "without a number", p.signUp("bob@example.org").do("POST", "/api/v1/account/alerts", map[string]any{"text": true}))
}
