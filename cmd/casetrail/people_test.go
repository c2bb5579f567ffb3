package main

import (
	"regexp"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/civil"
)

const goodPassword = "Correct-Horse-7"

var (
	confirmLink = regexp.MustCompile(`/confirm/([0-9a-f-]{36})/([A-Za-z0-9_-]+)`)
	sixDigits   = regexp.MustCompile(`\b[0-9]{6}\b`)
	accessCode  = regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}`)
)

// person is an account holder, signed in.
type person struct {
	*visitor
	id     uuid.UUID
	email  string
	backup []string
}

// signUp goes the whole way of an applicant by HTTP, from an e-mail address to a session.
func (p *product) signUp(email string) *person { return p.signUpAs(email, "applicant") }

func (p *product) signUpAs(email, role string) *person {
	p.t.Helper()
	v := p.visitor()
	who := &person{visitor: v, email: email}
	links := len(p.mails(0, email, "/confirm/"))
	v.must(202, v.do("POST", "/api/v1/sign-up", map[string]string{"email": email, "language": "en"}))
	link := confirmLink.FindStringSubmatch(p.mails(links+1, email, "/confirm/")[links].Text)
	who.id = uuid.MustParse(link[1])
	v.must(200, v.do("POST", "/api/v1/sign-up/"+link[1]+"/confirmation", map[string]string{"token": link[2]}))
	v.must(200, v.do("POST", "/api/v1/account/terms", map[string]string{"version": account.TermsVersion}))
	v.must(200, v.do("POST", "/api/v1/account/password", map[string]string{"password": goodPassword}))
	before := len(p.mails(0, email, ""))
	v.must(202, v.do("POST", "/api/v1/account/codes", nil))
	code := sixDigits.FindString(p.mails(before+1, email, "")[before].Text)
	v.must(200, v.do("POST", "/api/v1/account/codes/entry", map[string]string{"code": code}))
	codes := v.must(201, v.do("POST", "/api/v1/account/backup-codes", nil)).Body["codes"].([]any)
	for _, c := range codes {
		who.backup = append(who.backup, c.(string))
	}
	v.must(200, v.do("POST", "/api/v1/account/role", map[string]string{"role": role}))
	done := v.must(200, v.do("POST", "/api/v1/account/activation", nil))
	if done.text("stage") != "full" {
		p.t.Fatalf("signed up, and not signed in: %s", done.Raw)
	}
	return who
}

// officer is invited as an operator does, and enrolls by HTTP.
func (p *product) officer(email string) *visitor {
	p.t.Helper()
	ctx := p.t.Context()
	id, link, err := p.core.enrolment().Invite(ctx, "Olive Officer", email, "officer", domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "test"}, "test", email, time.Now(), nil))
	if err != nil {
		p.t.Fatal(err)
	}
	return p.enroll(id.String(), link)
}

// enroll is what the member of staff does with the link.
func (p *product) enroll(id, link string) *visitor {
	p.t.Helper()
	v := p.visitor()
	v.must(200, v.do("POST", "/api/v1/staff/enrolment/"+id, map[string]string{"token": link}))
	v.must(200, v.do("POST", "/api/v1/staff/enrolment/password", map[string]string{"password": goodPassword}))
	seed := v.must(201, v.do("POST", "/api/v1/staff/enrolment/authenticator", nil)).text("seed")
	code, err := totp.GenerateCode(seed, time.Now())
	if err != nil {
		p.t.Fatal(err)
	}
	v.must(200, v.do("POST", "/api/v1/staff/enrolment/entry", map[string]string{"code": code}))
	return v
}

// paper is a paper filing as an officer keys it in.
func paper(form string) map[string]any {
	return map[string]any{
		"form": form, "receipt_date": today(-30), "office": "NBC", "language": "en",
		"party": map[string]any{
			"role": "applicant", "given_name": "Pat", "family_name": "Example", "birth_date": "1980-07-31",
			"address": "Pat Example\n12 Example Street\nExampleville, EX 00000",
		},
	}
}

func today(days int) string { return civil.Of(time.Now().UTC()).AddDays(days).String() }

// letterFor waits for the letter about a case and answers its access code; n counts the letters of the case.
func (p *product) letterFor(receipt string, n int) string {
	p.t.Helper()
	letters := p.mails(n, "", receipt)
	code := accessCode.FindString(letters[n-1].HTML)
	if code == "" {
		p.t.Fatalf("no access code in the letter about %s", receipt)
	}
	return code
}

// newCase is a paper filing that the officer has received, and the code of its letter.
func (p *product) newCase(officer *visitor, form string) (receipt, code string) {
	p.t.Helper()
	receipt = officer.must(201, officer.do("POST", "/api/v1/staff/cases", paper(form))).text("receipt_number")
	return receipt, p.letterFor(receipt, 1)
}

func TestFromSignUpToALinkedCaseWithHistory(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	officer := p.officer("olive@example.org")
	receipt, code := p.newCase(officer, "I-130")
	ana := p.signUp("ana@example.org")
	linked := ana.must(201, ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31", "access_code": code}))
	if linked.text("tier") != "full" {
		t.Fatalf("linked in tier %q", linked.text("tier"))
	}
	act := officer.must(201, officer.do("POST", "/api/v1/staff/cases/"+receipt+"/actions", map[string]any{"code": "FT0", "occurred": today(-1)}))
	seen := ana.must(200, ana.do("GET", "/api/v1/cases/"+receipt, nil, "Casetrail-Wait-For", act.Header.Get("Casetrail-Position")))
	if got := seen.Body["status"].(map[string]any)["code"]; got != "FT0" {
		t.Fatalf("status %v, not FT0", got)
	}
	history := ana.must(200, ana.do("GET", "/api/v1/cases/"+receipt+"/history", nil)).Body["history"].([]any)
	if len(history) != 2 {
		t.Fatalf("history has %d entries, not the receipt and one action", len(history))
	}
	p.boundedStreams()
}

// boundedStreams fails when a stream of the journey has grown out of what a business can do to one thing: streams are read
// whole, and there are no snapshots.
func (p *product) boundedStreams() {
	p.t.Helper()
	const most = 200
	lengths := map[string]int{}
	for r := range p.everything() {
		lengths[r.Stream]++
	}
	for stream, n := range lengths {
		if n > most {
			p.t.Errorf("%s has %d events, more than %d", stream, n, most)
		}
	}
	if len(lengths) < 5 {
		p.t.Errorf("the journey left only %d streams: this test no longer sees them", len(lengths))
	}
}
