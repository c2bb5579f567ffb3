package main

import (
	"strings"
	"testing"
)

// An account that gets its codes by text message, from the first page to a sign-in, in both languages.
func TestTextMessagesOnPages(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	for language, last := range map[string]string{"en": "0131", "es": "0132"} {
		t.Run(language, func(t *testing.T) {
			b := p.browse(language)
			b.t = t
			email, number := "tess."+language+"@gmail.com", "+1202555"+last
			b.signsUp(p, "tess."+language)
			b.at.submit().on("A04", "").submit().on("A05", "").fill("password", goodPassword).submit().on("A06", "")
			b.at.link("/sign-up/text").on("A13", "").submit().on("A13", "phone_malformed")
			b.at.fill("phone", "416-555-0142").submit().on("A13", "phone_not_us")
			b.at.fill("phone", "800-555-0142").submit().on("A13", "phone_no_texts")
			if b.at.problem("phone") == "" || b.at.value("phone") != "800-555-0142" {
				t.Error("the problem does not stand at the field, or what was typed is gone")
			}
			b.at.fill("phone", "(202) 555-"+last).submit().on("A08", "text").says(last).hides("202555" + last)
			b.at.submit("resend").on("A08", "text")
			b.at.fill("code", "000000").submit().on("A08", "account_wrong_code")
			code := p.mailedCode(b.visitor)
			p.mails(1, number, code)
			b.at.fill("code", code).submit().on("A06", "one")
			b.at.submit("mail").on("A08", "").fill("code", p.mailedCode(b.visitor)).submit().on("A09", "")
			b.savesCodes()
			b.get("/sign-up/ways-back").on("A10", "")
			b.get("/sign-up/account-type").fill("role", "applicant").submit().on("A12", "")

			in := p.browse(language)
			in.enters(email).on("S02", "mail_text").says(last, "t•••@gmail.com").hides(email, "202555"+last)
			in.at.submit("resend").on("S02", "resent").link("/sign-in/other").on("S03", "").submit("text").on("S02", "text")
			in.at.link("/sign-in/other").submit("mail_text").on("S02", "mail_text")
			code = p.signInCode(in.visitor)
			p.mails(1, number, code)
			p.mails(1, email, code)
			in.at.fill("code", code).submit()
			if p.token(in.visitor).Stage != "full" {
				t.Error("not signed in: ", in.at.text())
			}
		})
	}
}

// A number is added in the settings, changed, and removed; the one in use goes on until the new one is proved.
func TestANumberIsAddedChangedAndRemoved(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.signUp("ana@example.org").pages("en")
	b.get("/settings/methods").on("T04", "").link("/settings/text-codes").on("T13", "")
	b.at.fill("phone", "555-0133").submit("send").on("T13", "phone_malformed")
	b.at.fill("phone", "202-555-0133").submit("send").on("T13", "sent").says("0133")
	b.at.submit("again").on("T13", "sent").fill("code", "000000").submit("code").on("T13", "account_wrong_code")
	b.at.fill("code", p.mailedCode(b.visitor)).submit("code").on("T04", "both")
	p.mails(1, "ana@example.org", "A mobile number was added")
	b.get("/settings/text-codes").on("T13", "").says("0133").fill("phone", "202-555-0134").submit("send").on("T13", "sent")
	in := p.browse("en")
	in.enters("ana@example.org").on("S02", "mail_text").says("0133")
	b.at.fill("code", p.mailedCode(b.visitor)).submit("code").on("T04", "both")
	in.enters("ana@example.org").on("S02", "mail_text").says("0134")
	b.get("/settings").on("T01", "").says("Code by text message")
	b.get("/settings/methods").submit("text").on("T04", "")
	p.mails(1, "ana@example.org", "Your mobile number was removed")
	in.enters("ana@example.org").on("S02", "")
}

// What a number may get is used up: each page says so, and that there are other ways.
func TestNoMoreTextMessages(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits = strings.Replace(generous, "text_number=100000", "text_number=2", 1)
	p := serveOn(t, s)
	ben := p.browse("en")
	ben.signsUp(p, "ben")
	ben.at.submit().submit().fill("password", goodPassword).submit().link("/sign-up/text").fill("phone", "202-555-0135").submit().on("A08", "text")
	ben.at.submit("resend").on("A08", "text").submit("resend").on("A08", "text_limit")
	ben.get("/sign-up/text").fill("phone", "202-555-0135").submit().on("A13", "text_limit")

	ana := p.signUp("ana@example.org")
	b := ana.pages("en")
	b.get("/settings/text-codes").fill("phone", "202-555-0136").submit("send").on("T13", "sent")
	b.at.fill("code", p.textTo("+12025550136", 1)).submit("code").on("T04", "both")
	in := p.browse("es")
	in.enters("ana@example.org").on("S02", "mail_text").submit("resend").on("S02", "text_limit")
	in.get("/sign-in/other").on("S03", "").submit("text").on("S03", "text_limit").submit("mail").on("S02", "")
	b.get("/settings/text-codes").fill("phone", "202-555-0136").submit("send").on("T13", "text_limit")
	b.get("/settings/methods").submit("mail").on("T04", "")
	in.enters("ana@example.org").on("S02", "unsent").link("/sign-in/other").on("S03", "").link("/sign-in/code?by=backup").on("S02", "backup")
	in.at.fill("code", ana.backup[0]).submit()
	if p.token(in.visitor).Stage != "full" {
		t.Error("not signed in: ", in.at.text())
	}
}

// A forgotten password: the code goes both ways, by text message alone, and no longer when the number had its share.
func TestAForgottenPasswordByTextOnPages(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits = strings.Replace(generous, "text_number=100000", "text_number=3", 1)
	p := serveOn(t, s)
	p.signUp("ana@example.org").takesText(p, "+12025550138")
	b := p.browse("es")
	b.get(b.forgets(p, "ana@example.org")).submit().on("S19", "unsent").says("0138", "a•••@example.org").hides("ana@example.org", "2025550138")
	b.at.submit("send").on("S19", "mail_text")
	p.mails(1, "ana@example.org", p.textTo("+12025550138", 2))
	b.at.link("/reset-password/code?by=text").on("S19", "unsent").submit("send").on("S19", "text").says("0138")
	code := p.textTo("+12025550138", 3)
	b.at.submit("send").on("S19", "text_limit")
	b.get("/reset-password/code").on("S19", "text").fill("code", code).submit().on("S08", "")
	b.at.fill("password", nextPassword).submit().on("S20", "")
}
