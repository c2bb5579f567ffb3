package main

import (
	"strings"
	"testing"

	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/links"
)

// shows enters a code on the page for it.
func (b *browser) shows(receipt, code string) *page {
	b.t.Helper()
	return b.get("/cases/add").fill(proof(receipt, "has_code", "yes")...).submit().fill("access_code", code).submit()
}

// reports goes from the page that refuses a used code to the report that it was somebody else, and sends it.
func (p *page) reports() *page {
	p.t.Helper()
	ask := p.submit("dispute").on("H12", "")
	if ask.value("access_code") == "" || ask.value("birth_date_year") != "1980" || ask.value("receipt_number") == "" {
		p.t.Errorf("what was typed is not there any more: %s", ask.text())
	}
	return ask.submit()
}

// finds opens what was reported of a case.
func (b *browser) finds(receipt string) *page {
	b.t.Helper()
	b.get("/staff/disputes")
	b.until(receipt)
	return b.at.on("O33", "").link(receipt).on("O34", "")
}

// A representative has used the code of a letter. Its holder says that this was not her, an officer ends the link, the
// next letter comes, and its code opens the case.
func TestACodeIsReissuedDisputedAndRedeemed(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive := p.officer("olive@example.org").pages("en")
	const receipt = "IOE0912345678"
	p.oldLetter(receipt)
	olive.get("/staff/disputes").on("O33", "empty")
	olive.get("/staff/cases/" + receipt + "/access-code")
	olive.until("How did the person ask?")
	olive.at.fill("why", "phone").submit().on("O23", "")
	code := p.lastCode(receipt)

	rita := p.signUpAs("rita@example.org", "representative").pages("en")
	rita.shows(receipt, code).on("H04", "")
	ana := p.signUp("ana@example.org").pages("es")
	ana.shows(receipt, code).on("H03", "access_code_used").says("un representante legal").hides("rita@example.org").
		reports().on("H13", "").says("Recibimos su aviso").hides(receipt, code)
	ana.shows(receipt, code).on("H03", "access_code_disputed").says("Lo estamos revisando")
	ana.get("/cases/add?code=no").fill(proof(receipt)...).submit().on("H04", "limited")
	ana.get("/cases/"+receipt+"/upgrade").fill(pats...).fill("access_code", code).submit().on("H10", "access_code_disputed")

	p.mails(1, "ana@example.org", "We got your report")
	one := olive.finds(receipt).says("Open", "Code 2").hides("rita@example.org", "ana@example.org", code)
	elsewhere := olive.get(one.path) // the same page, in two tabs
	one.submit("uphold").on("O34", "upheld").says("Link ended")
	elsewhere.fill("why", "trusted").submit("reject").on("O34", "access_dispute_settled")
	olive.get("/staff/disputes").on("O33", "empty")
	olive.get("/staff/cases/"+receipt+"/access").on("O23", "").says("Somebody else had used the last code", "Status only")

	rita.get("/cases/"+receipt).on("P09", "404")
	ana.shows(receipt, code).on("H03", "access_code_voided")
	fresh := p.lastCode(receipt)
	p.mails(1, "", fresh) // printed in the letter
	ana.get("/cases/"+receipt+"/upgrade").fill(pats...).fill("access_code", fresh).submit().on("H04", "")
	ana.get("/cases/"+receipt).on("C02", "")
	rita.get(one.path).on("P09", "404")
	for who, words := range map[string]string{"ana@example.org": "the account that used the code no longer sees the case", "rita@example.org": "your account no longer sees case " + receipt} {
		if m := p.mails(1, who, words)[0]; strings.Contains(m.Text+m.HTML+m.Subject, "example.org") || strings.Contains(m.Text, fresh) {
			t.Errorf("%s reads too much: %s", who, m.Text)
		}
	}
}

// A report that is not right changes nothing, and can be made a few times.
func TestALinkThatWasRightStays(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive := p.officer("olive@example.org").pages("en")
	receipt, code := p.newCase(olive.visitor, "I-130")
	rita := p.signUpAs("rita@example.org", "representative").pages("en")
	rita.shows(receipt, code).on("H04", "")
	ana := p.signUp("ana@example.org").pages("en")
	ana.get("/cases/add?code=no").fill(proof(receipt)...).submit().on("H04", "limited")
	ana.get("/cases/"+receipt+"/upgrade").fill(pats...).fill("access_code", code).submit().on("H10", "access_code_used").reports().on("H13", "")
	for i := range 3 {
		if i > 0 {
			ana.get("/cases/add/dispute").on("H12", "").fill(proof(receipt, "access_code", code)...).submit().on("H13", "")
		}
		one := olive.finds(receipt)
		one.submit("reject").on("O34", "access_reason_unknown").fill("why", "trusted").submit("reject").on("O34", "rejected").says("had asked to")
		rita.get("/cases/"+receipt).on("C02", "")
	}
	ana.get("/cases/add/dispute").fill(proof(receipt, "access_code", code)...).submit().on("H12", "access_dispute_limit")
	p.mails(3, "ana@example.org", "somebody used the code whom you had asked to")
	p.mails(3, "rita@example.org", "Your account sees the case as before")
}

// What was reported a moment ago may not be in the list yet: then it says so.
func TestReportsThatAreBehind(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive := p.officer("olive@example.org").pages("en")
	u := p.usedCode(olive.visitor, p.stranger(applicant))
	defer p.hold(projections.Schema(links.Projection) + ".disputes")()
	olive.cookies["__Host-after"] = u.rita.must(202, u.dispute(u.rita)).Header.Get("Casetrail-Position")
	olive.get("/staff/disputes").on("O33", "behind").says("Newer changes are being added").hides(u.receipt)
}

// Why a report is not taken is told to who has the letter; all others read what they read of a code.
func TestWhyAReportIsNotTaken(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive := p.officer("olive@example.org")
	used, usedCode := p.newCase(olive, "I-130")
	alive, aliveCode := p.newCase(olive, "I-130")
	ana, ben := p.signUp("ana@example.org").pages("en"), p.signUp("ben@example.org").pages("en")
	ana.shows(used, usedCode).on("H04", "")
	report := func(b *browser, receipt, code string) *page {
		return b.get("/cases/add/dispute").fill(proof(receipt, "access_code", code)...).submit()
	}
	report(ben, used, "").on("H12", "add_case_code_missing")
	report(ben, used, "AAAA-AAAA-AAAA").on("H12", "access_no_match")
	for name, other := range map[string]*page{"unknown": report(ben, "IOE0999999999", usedCode), "with a guess": report(ben, alive, "AAAA-AAAA-AAAA")} {
		if other.on("H12", "access_no_match").problems()[0] != report(ben, used, "AAAA-AAAA-AAAA").problems()[0] {
			t.Errorf("%s reads %q", name, other.problems())
		}
	}
	report(ben, alive, aliveCode).on("H12", "access_code_unused")
	report(ana, used, usedCode).on("H12", "access_dispute_own")
	if es := ben.shows(used, usedCode).submit("dispute").on("H12", "").submit("es").on("H12", ""); es.value("access_code") != usedCode || es.heading != "Avisar que usted no usó este código" {
		t.Errorf("in Spanish it is %q, with %q typed", es.heading, es.value("access_code"))
	}
	report(ben, used, usedCode).on("H13", "")
	report(ben, used, usedCode).on("H12", "access_code_disputed")
	for _, path := range []string{"/staff/cases/" + used + "/disputes/nonsense", "/staff/cases/nonsense/disputes/" + strings.Repeat("0", 32), "/staff/cases/" + used + "/disputes/" + strings.Repeat("0", 32)} {
		olive.pages("en").get(path).on("P09", "404")
	}
}
