package main

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
)

// oldLetter is a paper case that came in the day before yesterday, and the code that was issued then: by the reactor's own act, so that the reactor has nothing left to do.
func (p *product) oldLetter(receipt string) (code string) {
	p.t.Helper()
	then := time.Now().AddDate(0, 0, -2)
	receive := domain.Attempt(domain.Actor{Kind: domain.Staff, ID: uuid.NewString()}, "test", receipt, then, nil)
	fact := domain.Fact{ID: receive.EventID("casefile-"+receipt, 0), Act: func() (domain.Act, error) { return receive, nil }}
	act, err := domain.Reaction(fact, "access_codes", "issue", then)
	if err != nil {
		p.t.Fatal(err)
	}
	issue := access.IssueCode{Code: p.core.codes.Issue(secret.AccessCode, act), Expires: then.AddDate(0, 0, 90), Why: access.WhyReceived}
	if _, err := p.core.access.Do(p.t.Context(), receipt, issue, act); err != nil {
		p.t.Fatal(err)
	}
	_, _, err = p.core.officer().Receive(p.t.Context(), workflow.Filing{
		Receipt: receipt, Channel: casefile.ChannelPaper, Form: "I-130", ReceiptDate: civil.Of(then).AddDays(-30), Office: "NBC", Language: "en",
		Role: "applicant", FamilyName: "Example", BirthDate: civil.Date{Year: 1980, Month: time.July, Day: 31},
		Address: "12 Example Street\nExampleville, EX 00000",
	}, receive)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.reveal(secret.AccessCode, issue.Code)
}

// Whoever sees the status asks for a letter to the address of record, once a day, and sees everything with its code.
func TestAHolderAsksForANewAccessCode(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	const receipt = "IOE0912345678"
	old := p.oldLetter(receipt)
	b := p.signUp("ana@example.org").pages("es")
	ask := "/cases/" + receipt + "/access-code"
	b.get(ask).on("P09", "404") // not theirs, like one that there is not
	b.must(404, b.do("POST", "/api/v1"+ask+"s", nil))
	b.must(404, b.do("POST", "/api/v1/cases/IOE0999999999/access-codes", nil))
	proof := func(code string) reply {
		body := map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31"}
		if code != "" {
			body["access_code"] = code
		}
		return b.do("POST", "/api/v1/cases", body)
	}
	b.wrote(b.must(201, proof("")))
	b.get("/cases/"+receipt+"/upgrade").on("H10", "").link(ask).on("H11", "").says("E••• E••• 0•••").hides("Exampleville")
	b.at.submit().on("H11", "waiting").says("La carta está en camino")
	b.must(429, b.do("POST", "/api/v1"+ask+"s", nil))
	fresh := p.lastCode(receipt)
	p.mails(1, "", fresh) // printed in the letter
	if got := proof(old); got.text("code") != "access.code_replaced" {
		t.Errorf("the old code: %d %s", got.Status, got.Raw)
	}
	b.wrote(b.must(201, proof(fresh)))
	b.get(ask).on("H11", "full")
	b.must(409, b.do("POST", "/api/v1"+ask+"s", nil))
}

func TestACaseWithoutCodesHasNoLetter(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive := p.officer("olive@example.org")
	filing := paper("I-130")
	filing["receipt_number"] = "EAC9900012345"
	olive.must(201, olive.do("POST", "/api/v1/staff/cases", filing))
	b := p.signUp("ana@example.org").pages("en")
	b.wrote(b.must(201, b.do("POST", "/api/v1/cases", map[string]string{"receipt_number": "EAC9900012345", "birth_date": "1980-07-31"})))
	b.get("/cases/EAC9900012345/access-code").on("H11", "no_code")
	b.must(409, b.do("POST", "/api/v1/cases/EAC9900012345/access-codes", nil))
	olive.must(409, olive.do("POST", "/api/v1/staff/cases/EAC9900012345/access-codes", map[string]string{"why": "phone"}))
	olive.must(422, olive.do("POST", "/api/v1/staff/cases/EAC9900012345/access-codes", map[string]string{"why": "online"}))
}
