package main

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Two cases for everybody: one is linked by its receipt number, upgraded and unlinked, the other linked with its code.
func TestLinkingSurvivesACrashAtEachWrite(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, mail.CaseLinked, mail.CaseUpgraded, mail.CaseUnlinked)
	c.settle()
	c.file()
	for _, w := range c.all {
		c.signedIn(w)
	}

	c.each(step{
		what: "link a case by its receipt number", status: 201, mail: mail.CaseLinked,
		send:   post("/cases", func(w *walker) any { return w.cases[0].proof(false) }),
		writes: []string{"take link_account", "take link_network", "access.linked"},
	})
	c.see(0, "status")
	c.each(step{
		what: "upgrade the link", status: 200, mail: mail.CaseUpgraded,
		send: func(w *walker, key string) reply {
			return post("/cases/"+w.cases[0].receipt+"/upgrade", func(w *walker) any {
				return map[string]string{"birth_date": born, "access_code": w.cases[0].code}
			})(w, key)
		},
		writes: []string{"take link_account", "take link_network", "access.upgraded"},
	})
	c.see(0, "full")
	c.each(step{
		what: "unlink the case", status: 204, mail: mail.CaseUnlinked,
		send: func(w *walker, key string) reply {
			return w.again(key, "DELETE", "/api/v1/cases/"+w.cases[0].receipt, nil)
		},
		writes: []string{"access.unlinked"},
	})
	c.see(0, "")
	for _, w := range c.all {
		w.promised["access, the first case"] = w.promised["access"]
		w.promised["access"] = []string{"access.code_issued"}
	}
	c.each(step{
		what: "link a case with its code", status: 201, mail: mail.CaseLinked,
		send:   post("/cases", func(w *walker) any { return w.cases[1].proof(true) }),
		writes: []string{"take link_account", "take link_network", "access.linked"},
	})
	c.see(1, "full")
	c.end(workflow.StageFull, 28)
}

const born = "1980-07-31"

// filed is a case that was filed on paper, and what the letter about it says.
type filed struct{ receipt, code string }

func (f filed) proof(withCode bool) map[string]string {
	proof := map[string]string{"receipt_number": f.receipt, "birth_date": born}
	if withCode {
		proof["access_code"] = f.code
	}
	return proof
}

// file receives two cases for everybody.
func (c *crowd) file() {
	c.t.Helper()
	officer, now := domain.Actor{Kind: domain.Staff, ID: uuid.NewString()}, time.Now()
	for _, w := range c.all {
		for _, form := range []string{"I-130", "I-485"} {
			filing := workflow.Filing{
				Channel: "paper", Form: form, ReceiptDate: civil.Of(now).AddDays(-30), Office: "NBC", Language: "en", Role: "applicant",
				FamilyName: "Example", BirthDate: civil.Date{Year: 1980, Month: time.July, Day: 31}, Address: "Pat Example\n12 Example Street\nExampleville, EX 00000",
			}
			receipt, _, err := c.core.officer().Receive(c.t.Context(), filing, domain.Attempt(officer, "file", w.name+form, now, nil))
			if err != nil {
				c.t.Fatal(err)
			}
			w.cases = append(w.cases, filed{receipt: string(receipt)})
		}
		w.promise("casefile.received", "access.code_issued")
		w.promised["casefile, the second"] = []string{"casefile.received"}
	}
	for _, w := range c.all {
		for i := range w.cases {
			w.cases[i].code = c.codeOf(w.cases[i].receipt)
		}
	}
}

// codeOf waits until a reactor has issued the access code of a case.
func (c *crowd) codeOf(receipt string) string {
	c.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		s, err := c.core.access.Load(c.t.Context(), receipt)
		if err != nil {
			c.t.Fatal(err)
		}
		if last, ok := s.State.Last(); ok {
			code, err := c.core.revealer.Reveal(secret.AccessCode, last.Ref)
			if err != nil {
				c.t.Fatal(err)
			}
			return code
		}
	}
	c.t.Fatal("no access code was issued for ", receipt)
	return ""
}

// signedIn gives somebody a session, without the flow.
func (c *crowd) signedIn(w *walker) {
	c.t.Helper()
	token, err := c.core.tokens.Start(c.t.Context(), workflow.Token{
		Holder: domain.Actor{Kind: domain.Applicant, ID: w.account.String()}, Session: uuid.New(), Stage: workflow.StageFull,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	w.cookies[sessionCookie] = token
}

// see checks in which tier everybody sees their n-th case; "" is not at all.
func (c *crowd) see(n int, tier string) {
	c.t.Helper()
	for _, w := range c.all {
		r := w.do("GET", "/api/v1/cases/"+w.cases[n].receipt, nil, "Casetrail-Wait-For", w.position)
		if r.text("tier") != tier || tier == "" && r.Status != 404 {
			c.t.Errorf("%s does not see the case in tier %q: %d %s", w.name, tier, r.Status, r.Raw)
		}
	}
}
