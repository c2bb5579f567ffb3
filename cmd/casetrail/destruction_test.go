package main

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/deadlines"
)

// A hold that begins beside the erasure stops the reactor that destroys keys. When the hold has ended nobody has to
// remember: the key goes when it falls due.
func TestAKeyThatNoReactorDestroyedIsDestroyedWhenItFallsDue(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	ana := p.signUp("ana@example.org")
	hold := func(until time.Duration) {
		if err := p.core.keys.Hold(t.Context(), personal.Holder(ana.id), time.Now().Add(until)); err != nil {
			t.Fatal(err)
		}
	}
	hold(time.Hour)
	if _, err := p.core.accounts.Do(t.Context(), ana.id.String(), account.Erase{}, operates("erase")); err != nil {
		t.Fatal(err)
	}
	p.until("the reactor is parked", `select exists (select from app.parked where consumer = 'reactor:destruction' and reason_code = 'legal_hold')`)
	hold(-time.Hour)
	var cause uuid.UUID
	err := p.core.pool.QueryRow(t.Context(), `update `+projections.Schema(deadlines.Projection)+`.due set at = at - interval '1 hour'
		where stream = $1 and what = 'destruction' returning cause`, "account-"+ana.id.String()).Scan(&cause)
	if err != nil {
		t.Fatal("the destruction is no deadline: ", err)
	}
	p.until("it is met", `select not exists (select from `+projections.Schema(deadlines.Projection)+`.due where what = 'destruction')`)
	var certificate uuid.UUID
	err = p.core.keysPool.QueryRow(t.Context(), `select certificate from keys.subjects where subject = $1 and wrapped is null`,
		personal.Holder(ana.id)).Scan(&certificate)
	if err != nil || certificate != cause {
		t.Errorf("destroyed: %v, certified by %v, want the erasure %v", err, certificate, cause)
	}
}

// until waits for the database to say yes.
func (p *product) until(what, question string) {
	p.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		var yes bool
		if err := p.core.pool.QueryRow(p.t.Context(), question).Scan(&yes); err != nil {
			p.t.Fatal(err)
		}
		if yes {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("not in time: %s", what)
		}
	}
}
