package main

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/secret"
)

// usedCase is a case whose access code somebody has used who should not have.
type usedCase struct {
	*product
	olive          *visitor
	receipt, code  string
	stranger, rita *visitor  // who used it, and whose letter it was
	id             uuid.UUID // of the code
}

func (p *product) usedCode(olive, stranger *visitor) usedCase {
	p.t.Helper()
	u := usedCase{product: p, olive: olive, stranger: stranger, rita: p.stranger(applicant)}
	u.receipt, u.code = p.newCase(olive, "I-130")
	stranger.must(201, stranger.do("POST", "/api/v1/cases", u.proof()))
	u.id = p.last(u.receipt).Ref.ID
	return u
}

func (u usedCase) proof() map[string]string {
	return map[string]string{"receipt_number": u.receipt, "birth_date": "1980-07-31", "access_code": u.code}
}

// last is the code of a case that was issued last.
func (p *product) last(receipt string) access.Code {
	p.t.Helper()
	a, err := p.core.access.Load(p.t.Context(), receipt)
	if err != nil {
		p.t.Fatal(err)
	}
	last, _ := a.State.Last()
	return last
}

// lastCode is what stands in the newest letter.
func (p *product) lastCode(receipt string) string {
	p.t.Helper()
	return p.reveal(secret.AccessCode, p.last(receipt).Ref)
}

func (u usedCase) dispute(by *visitor) reply {
	return by.do("POST", "/api/v1/cases/"+u.receipt+"/access-codes/dispute", map[string]string{"birth_date": "1980-07-31", "access_code": u.code})
}

func (u usedCase) settle(by *visitor, outcome, why string) reply {
	body := map[string]string{"outcome": outcome}
	if why != "" {
		body["why"] = why
	}
	return by.do("POST", fmt.Sprintf("/api/v1/staff/cases/%s/disputes/%s/settlement", u.receipt, u.id), body)
}

// is fails the test unless a request was refused with this code of an error.
func (r reply) is(t *testing.T, status int, code string) {
	t.Helper()
	if r.Status != status || r.text("code") != code {
		t.Errorf("%d %s, want %d %s", r.Status, r.Raw, status, code)
	}
}

func TestADisputeIsUpheld(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive := p.officer("olive@example.org")
	u := p.usedCode(olive, p.stranger(applicant))
	list := func(after reply) []any {
		all, _ := olive.must(200, olive.do("GET", "/api/v1/staff/disputes", nil, "Casetrail-Wait-For", after.Header.Get("Casetrail-Position"))).Body["disputes"].([]any)
		return all
	}
	u.settle(olive, "upheld", "").is(t, 404, "access.dispute_unknown")
	u.dispute(u.stranger).is(t, 409, "access.dispute_own")
	if all := list(reply{}); len(all) != 0 {
		t.Errorf("disputed by nobody: %v", all)
	}
	said := u.rita.must(202, u.dispute(u.rita))
	u.dispute(u.rita).is(t, 409, "access.code_disputed")
	u.rita.do("POST", "/api/v1/cases", u.proof()).is(t, 409, "access.code_disputed")
	if all := list(said); len(all) != 1 || all[0].(map[string]any)["code"] != u.id.String() || all[0].(map[string]any)["kind"] != "applicant" {
		t.Errorf("listed %v", all)
	}
	u.stranger.must(200, u.stranger.do("GET", "/api/v1/cases/"+u.receipt, nil))
	u.settle(olive, "upheld", "holder").is(t, 422, "access.reason_unknown")
	settled := olive.must(200, u.settle(olive, "upheld", ""))
	u.stranger.must(404, u.stranger.do("GET", "/api/v1/cases/"+u.receipt, nil)) // from this moment on
	u.settle(olive, "rejected", "holder").is(t, 409, "access.dispute_settled")
	if all := list(settled); len(all) != 0 {
		t.Errorf("settled, and still listed: %v", all)
	}
	u.rita.do("POST", "/api/v1/cases", u.proof()).is(t, 409, "access.code_voided")
	fresh := p.lastCode(u.receipt)
	p.mails(1, "", fresh) // printed in the letter
	proof := u.proof()
	proof["access_code"] = fresh
	u.rita.must(201, u.rita.do("POST", "/api/v1/cases", proof))
}

func TestADisputeIsRejected(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive := p.officer("olive@example.org")
	u := p.usedCode(olive, p.stranger(applicant))
	for range 3 {
		u.rita.must(202, u.dispute(u.rita))
		u.settle(olive, "rejected", "").is(t, 422, "access.reason_unknown")
		olive.must(200, u.settle(olive, "rejected", "trusted"))
		u.stranger.must(200, u.stranger.do("GET", "/api/v1/cases/"+u.receipt, nil))
	}
	u.dispute(u.rita).is(t, 409, "access.dispute_limit")
	u.rita.do("POST", "/api/v1/cases", u.proof()).is(t, 409, "access.code_used")
}

// Many report one code at once, and many officers settle it: each happens once, and what was settled last holds.
func TestManyDisputesAtOnce(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits = generous
	p := serveOn(t, s)
	olive := p.officer("olive@example.org")
	u := p.usedCode(olive, p.stranger(applicant))
	stream, settled := "access-"+u.receipt, map[string]string{"upheld": "access.dispute_upheld", "rejected": "access.dispute_rejected"}
	people := make([]*visitor, many)
	for i := range people {
		people[i] = p.stranger(applicant)
	}
	got := atOnce(many, func(i int) reply { return u.dispute(people[i]) })
	got.are(t, map[int]int{202: 1, 409: many - 1})
	p.once(t, stream, "access.code_disputed")

	got = atOnce(many, func(i int) reply {
		if i%2 == 0 {
			return u.settle(olive.copy(), "upheld", "")
		}
		return u.settle(olive.copy(), "rejected", "holder")
	})
	got.are(t, map[int]int{200: 1, 409: many - 1})
	n := map[string]int{}
	for _, is := range p.types(stream) {
		n[is]++
	}
	if n[settled["upheld"]]+n[settled["rejected"]] != 1 || n["access.code_reissued"] != n[settled["upheld"]] {
		t.Errorf("the stream holds %v", n)
	}
}

// A report that comes while officers settle the one before: each settlement is of one report.
func TestADisputeWhileOneIsSettled(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits = generous
	p := serveOn(t, s)
	olive := p.officer("olive@example.org")
	u := p.usedCode(olive, p.stranger(applicant))
	u.rita.must(202, u.dispute(u.rita))
	atOnce(many, func(i int) reply {
		if i%2 == 0 {
			return u.dispute(u.rita.copy())
		}
		return u.settle(olive.copy(), "rejected", "unproved")
	})
	open, disputed := false, 0
	for _, is := range p.types("access-" + u.receipt) {
		switch is {
		case "access.code_disputed":
			if disputed++; open {
				t.Error("disputed while a dispute was open")
			}
			open = true
		case "access.dispute_rejected":
			if !open {
				t.Error("settled while none was open")
			}
			open = false
		}
	}
	if disputed < 1 || disputed > 3 {
		t.Errorf("disputed %d times", disputed)
	}
}
