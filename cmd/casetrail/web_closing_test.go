package main

import (
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/react"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections/deadlines"
)

// Who closes an account proves it, types the address, is told when it comes, and may keep the account until then.
func TestAnAccountIsClosedOnThePageAndKept(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	b := ana.pages("en")
	if _, err := p.core.pool.Exec(t.Context(), "update app.tokens set proved_at = now() - interval '15 minutes'"); err != nil {
		t.Fatal(err)
	}
	b.get("/settings").on("T01", "").link("/settings/close").on("S12", "").fill("password", goodPassword).submit().on("T08", "")
	b.at.fill("email", "bob@example.org").submit().on("T08", "account_address_differs").hides("bob@example.org")
	hold := func(until time.Duration) {
		if err := p.core.keys.Hold(t.Context(), personal.Holder(ana.id), time.Now().Add(until)); err != nil {
			t.Fatal(err)
		}
	}
	hold(time.Hour)
	b.at.fill("email", "Ana@Example.org").submit().on("T08", "account_held")
	hold(-time.Hour)
	asked := b.at.fill("email", "Ana@Example.org").submit().on("T08", "asked")
	reference := someID.FindString(asked.text())
	told := p.mails(1, ana.email, "We will close it on")[0]
	if reference == "" || !strings.Contains(told.Text, reference) {
		t.Errorf("the reference is %q, the mail says %s", reference, told.Text)
	}
	b.get("/settings").on("T01", "closing").link("/settings/close").on("T08", "asked").says(reference)
	if _, err := p.core.pool.Exec(t.Context(), "update app.tokens set proved_at = now() - interval '15 minutes'"); err != nil {
		t.Fatal(err)
	}
	b.at.submit("keep").on("T01", "").says("Your account stays open.")
	p.mails(1, ana.email, "was canceled")
	b.get("/settings").on("T01", "").hides("Your account will be closed")
}

// When the week is over, the scheduler ends the account, and nothing of its holder can be read any more.
func TestAnAccountThatWasToBeClosedEnds(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Keys = pgtest.New(t, pgtest.Keys)
	p := serveOn(t, s)
	quillon := p.signUp(erasedAddress)
	const path = "/api/v1/account/closing"
	bound{"", "", "account.address_differs"}.answered(t, "another address", quillon.do("POST", path, map[string]string{"email": "bob@example.org"}))
	quillon.must(204, quillon.do("DELETE", path, nil)) // nothing was asked for
	asked := quillon.must(202, quillon.do("POST", path, map[string]string{"email": erasedAddress}))
	if again := quillon.must(202, quillon.do("POST", path, map[string]string{"email": erasedAddress})); again.text("due") != asked.text("due") {
		t.Errorf("asked again, it ends at %s, not at %s", again.text("due"), asked.text("due"))
	}
	own := quillon.must(200, quillon.do("GET", "/api/v1/account", nil)).Body["closing"].(map[string]any)
	if own["due"] != asked.text("due") || own["reference"] != asked.text("reference") {
		t.Errorf("the account says %v, not %s", own, asked.Raw)
	}
	p.mails(1, erasedAddress, asked.text("reference"))

	scheduler := react.Scheduler{Accounts: p.core.accounts, Erasure: p.core.erasure()}
	p.until("the end is a deadline", `select exists (select from deadlines_v4.due where what = 'closing')`)
	week := time.Now().Add(limits.ClosingWindow)
	due, err := deadlines.New(p.core.pool).Due(t.Context(), week, 10)
	if err != nil || len(due) != 1 {
		t.Fatalf("due are %v, %v", due, err)
	}
	for _, now := range []time.Time{week.Add(-time.Hour), week} {
		quillon.must(200, quillon.do("GET", "/api/v1/cases", nil))
		if err := scheduler.Meet(t.Context(), due[0], now); err != nil {
			t.Fatal(err)
		}
	}
	p.nowhere(erasedMarks)
	p.readsErased(quillon.id)
	p.cannotSignIn(erasedAddress)
}
