package main

import (
	"net/url"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain/limits"
)

// pats are the fields of the date of birth of the person whom paper files for.
var pats = []string{"birth_date_month", "7", "birth_date_day", "31", "birth_date_year", "1980"}

// proof is what somebody types to add a case.
func proof(receipt string, more ...string) []string {
	return append(append([]string{"receipt_number", receipt}, pats...), more...)
}

// A person with a letter adds their case, reads what that allows, and takes it out again.
func TestACaseIsAddedWithItsCodeAndRemoved(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	receipt, code := p.newCase(p.officer("olive@example.org"), "I-130")
	b := p.signUp("ana@example.org").pages("en")
	b.get("/home").on("H01", "brand_new").says("I have a letter with an access code")
	b.at.link("/cases/add?code=yes").on("H02", "")
	b.at.fill(proof(strings.ToLower(receipt[:3])+" "+receipt[3:])...).submit().on("H03", "")
	if b.at.path != "/cases/add" || b.at.value("birth_date_year") != "1980" || b.at.value("receipt_number") == "" {
		t.Errorf("at %s what was typed is not there any more: %s", b.at.path, b.at.text())
	}
	b.at.hides("?" + "receipt") // no address has the number
	b.at.submit("es").on("H03", "")
	if b.at.value("birth_date_year") != "1980" || b.at.heading != "Escriba su código de acceso" {
		t.Errorf("in Spanish it is %q, with %q typed", b.at.heading, b.at.value("birth_date_year"))
	}
	b.at.submit("en").fill("access_code", strings.ToLower(strings.ReplaceAll(code, "-", " "))).submit().on("H04", "").says("Full access (yours)", receipt)
	b.get("/home").on("H01", "quiet").says("Nothing to do right now", receipt)
	b.get("/cases").on("C01", "").says(receipt, "Full access", "National Benefits Center")

	b.get("/cases/add").fill(proof(receipt, "has_code", "yes")...).submit().fill("access_code", code).submit().on("H02", "already").says("already in your account")
	b.get("/cases/"+receipt+"/upgrade").on("H10", "full")
	b.get("/cases/"+receipt+"/remove").on("C14", "").says("This does not withdraw your form").submit().on("C01", "empty")
	if len(b.at.all(class("ct-alert--success"))) != 1 {
		t.Error("nobody says that the case was removed: ", b.at.text())
	}
	b.get("/cases/"+receipt+"/added").on("P09", "404")
	b.get("/cases/add").fill(proof(receipt, "has_code", "yes")...).submit().fill("access_code", code).submit().on("H03", "access_code_used").says("someone who helps them")
}

// Whoever comes with a code that a representative spent reads that it was one.
func TestACodeThatARepresentativeUsed(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	receipt, code := p.newCase(p.officer("olive@example.org"), "I-130")
	rita := p.signUpAs("rita@example.org", "representative").pages("en")
	rita.get("/cases/add").fill(proof(receipt, "has_code", "yes")...).submit().fill("access_code", code).submit().on("H04", "")
	ben := p.signUp("ben@example.org").pages("en")
	ben.get("/cases/add").fill(proof(receipt, "has_code", "yes")...).submit().fill("access_code", code).submit().on("H03", "access_code_used").
		says("by a legal representative")
	ben.get("/cases/add").fill(proof(receipt, "has_code", "no")...).submit().on("H04", "limited")
	ben.get("/cases/"+receipt+"/upgrade").fill(pats...).fill("access_code", code).submit().on("H10", "access_code_used").
		says("by a legal representative")
}

func TestACaseIsAddedForItsStatusAndUpgraded(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	receipt, code := p.newCase(p.officer("olive@example.org"), "I-130")
	b := p.signUp("ana@example.org").pages("es")
	b.get("/cases/add?code=no").fill(proof(receipt)...).submit().on("H04", "limited").says("Solo el estado (el suyo)")
	b.get("/cases/add").fill(proof(receipt, "has_code", "no")...).submit().on("H02", "already").link("/cases/"+receipt+"/upgrade").on("H10", "")
	b.at.fill(pats...).submit().on("H10", "add_case_code_missing")
	b.at.fill("access_code", "AAAA-AAAA-AAAA").submit().on("H10", "access_no_match")
	if b.at.value("access_code") != "AAAA-AAAA-AAAA" || b.at.value("birth_date_day") != "31" {
		t.Error("what was typed is gone: ", b.at.text())
	}
	b.get("/cases/"+receipt+"/remove").on("C14", "limited")
	b.get("/cases/" + receipt + "/upgrade").fill(append(pats, "access_code", code)...)
	action, fields := b.at.sends(b.at.button())
	first, second := b.post(action, fields).on("H04", ""), b.post(action, fields).on("H04", "")
	if first.masked() != second.masked() {
		t.Error("sent twice, the form is answered differently")
	}
}

// What cannot be read is told at once and by kind, what does not match is told in one way.
func TestWhyACaseIsNotAdded(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	officer := p.officer("olive@example.org")
	receipt, code := p.newCase(officer, "I-130")
	b := p.signUp("ana@example.org").pages("en")
	b.get("/cases/add").submit().on("H02", "receipt_missing")
	if got := len(b.at.problems()); got != 3 {
		t.Errorf("an empty form has %d problems: %q", got, b.at.problems())
	}
	for state, typed := range map[string][]string{
		"receipt_is_access_code":    proof(code, "has_code", "no"),
		"birth_date_malformed":      {"receipt_number", receipt, "birth_date_month", "2", "birth_date_day", "30", "birth_date_year", "1980", "has_code", "no"},
		"add_case_answer_missing":   proof(receipt),
		"add_case_no_code_for_this": proof("EAC9912345678", "has_code", "yes"),
		"access_no_match":           proof("IOE0999999999", "has_code", "no"),
	} {
		b.get("/cases/add").fill(typed...).submit().on("H02", state)
		if b.at.value("receipt_number") != typed[1] {
			t.Errorf("%s: what was typed is gone", state)
		}
	}
	enter := func(receipt, code string) *page {
		return b.get("/cases/add/code").fill(proof(receipt, "access_code", code)...).submit()
	}
	enter(receipt, "").on("H03", "add_case_code_missing")
	enter("IOE09", code).on("H03", "receipt_too_short")
	enter(receipt, "AAAA-AAAA-AAAA").on("H03", "access_no_match")
	other := p.signUp("ben@example.org").pages("en")
	if got := other.get("/cases/add/code").fill(proof("IOE0999999999", "access_code", code)...).submit("no").on("H02", "access_no_match"); len(got.problems()) != 1 {
		t.Errorf("without the code: %q", got.problems())
	}
}

// Why a code does not work is told to whom it once was right for.
func TestWhyACodeIsRefused(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	officer := p.officer("olive@example.org")
	used, usedCode := p.newCase(officer, "I-130")
	voided, voidedCode := p.newCase(officer, "I-130")
	ben := p.signUp("ben@example.org")
	ben.must(201, ben.do("POST", "/api/v1/cases", map[string]string{"receipt_number": used, "birth_date": "1980-07-31", "access_code": usedCode}))
	for range limits.WrongBirthDates {
		ben.must(404, ben.do("POST", "/api/v1/cases", map[string]string{"receipt_number": voided, "birth_date": "1980-07-30", "access_code": voidedCode}))
	}
	b := p.signUp("ana@example.org").pages("en")
	b.get("/cases/add").fill(proof(used, "has_code", "yes")...).submit().fill("access_code", usedCode).submit().on("H03", "access_code_used")
	b.at.says("the person who filed, or someone who helps them", "What you can do now", "This was not me").hides("ben@example.org")
	b.at.link("/help/access-code").on("H05", "")
	b.get("/cases/add").fill(proof(voided, "has_code", "yes")...).submit().fill("access_code", voidedCode).submit().on("H03", "access_code_voided")
	b.at.submit("no").on("H04", "limited")
	b.get("/cases/"+used+"/upgrade").on("P09", "404")
}

// An expired and a replaced code take time: the demo has both.
func TestCodesOfOldLetters(t *testing.T) {
	t.Parallel()
	d := visitDemo(t)
	b := d.applicant("none").pages("es")
	for fate, state := range map[string]string{"expired": "access_code_expired", "replaced": "access_code_replaced"} {
		l := d.letter(fate)
		year, month, day := l.BirthDate[:4], l.BirthDate[5:7], l.BirthDate[8:]
		b.get("/cases/add/code").fill("receipt_number", l.Receipt, "access_code", l.Code, "birth_date_month", month, "birth_date_day", day, "birth_date_year", year)
		b.at.submit().on("H03", state).says("Qué puede hacer ahora").link("/help/access-code")
		if state == "access_code_expired" {
			b.get("/cases/add").fill("receipt_number", l.Receipt, "has_code", "no", "birth_date_month", month, "birth_date_day", day, "birth_date_year", year).submit().on("H04", "limited")
			b.get("/cases/"+l.Receipt+"/upgrade").fill("access_code", l.Code, "birth_date_month", month, "birth_date_day", day, "birth_date_year", year).submit().on("H10", "access_code_expired")
		}
	}
	l := d.letter("used")
	ben := d.applicant("status").pages("en")
	year, month, day := l.BirthDate[:4], l.BirthDate[5:7], l.BirthDate[8:]
	ben.get("/cases/add").fill("receipt_number", l.Receipt, "has_code", "no", "birth_date_month", month, "birth_date_day", day, "birth_date_year", year).submit().on("H04", "limited")
	ben.get("/cases/"+l.Receipt+"/upgrade").fill("access_code", l.Code, "birth_date_month", month, "birth_date_day", day, "birth_date_year", year).submit().on("H10", "access_code_used")
	d.applicant("full").pages("en").get("/home").on("H01", "").says("Answer our request for evidence", "Go to your interview")
}

func TestTriesToAddACaseAreCounted(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits = strings.ReplaceAll(generous, "link_account=100000", "link_account=2/24h")
	p := serveOn(t, s)
	b := p.signUp("ana@example.org").pages("en")
	for range 2 {
		b.get("/cases/add").fill(proof("IOE0999999999", "has_code", "no")...).submit().on("H02", "access_no_match")
	}
	b.at.submit().on("H02", "wait").says("You can try again in")
	b.get("/cases/add/code").fill(proof("IOE0999999999", "access_code", "AAAA-AAAA-AAAA")...).submit().on("H03", "wait")
	b.get("/cases/add/dispute").fill(proof("IOE0999999999", "access_code", "AAAA-AAAA-AAAA")...).submit().on("H12", "wait")
}

// Somebody else's case looks like one that does not exist.
func TestOthersCasesLookLikeNone(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	receipt, code := p.newCase(p.officer("olive@example.org"), "I-130")
	ben := p.signUp("ben@example.org")
	ben.must(201, ben.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31", "access_code": code}))
	b := p.signUp("ana@example.org").pages("en")
	same := func(what string, answer func(receipt string) *page) {
		there, not := answer(receipt), answer("IOE0999999999")
		if a, z := strings.ReplaceAll(there.masked(), receipt, "R"), strings.ReplaceAll(not.masked(), "IOE0999999999", "R"); a != z || there.Status != not.Status {
			t.Errorf("%s: another's case is answered %d %s, none %d %s", what, there.Status, there.text(), not.Status, not.text())
		}
	}
	for _, screen := range []string{"added", "upgrade", "remove"} {
		same(screen, func(r string) *page { return b.get("/cases/"+r+"/"+screen).on("P09", "404") })
	}
	own := b.get("/cases/add").fields(b.at.first(has("id", "form")))
	sent := func(path string, more url.Values) func(string) *page {
		return func(r string) *page {
			fields := url.Values{"_token": own["_token"]}
			for name, value := range more {
				fields[name] = value
			}
			return b.post("/cases/"+r+path, fields)
		}
	}
	same("sent to remove", sent("/remove", nil))
	same("sent to upgrade", sent("/upgrade", url.Values{"access_code": {code}, "birth_date_year": {"1980"}}))
	same("with a wrong date", func(r string) *page {
		return b.get("/cases/add").fill("receipt_number", r, "birth_date_month", "7", "birth_date_day", "30", "birth_date_year", "1980", "has_code", "no").submit().on("H02", "access_no_match")
	})
	same("searched for", func(r string) *page { return b.get("/cases/find").fill("text", r).submit().on("C17", "none") })
	if seen := ben.pages("en").get("/cases/"+receipt+"/remove").on("C14", ""); !strings.Contains(seen.text(), receipt) {
		t.Error("the case of another was taken from him")
	}
	b.get("/cases/nothing/added").on("P09", "404")
}
