package main

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
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

// Nobody followed the link: when the registration lapses, the address that was typed goes with the key that sealed it. A
// restore knows it for what it was, and ends no account.
func TestTheAddressOfALapsedSignUpIsForgotten(t *testing.T) {
	t.Parallel()
	const address = "mistyped.mallowfern@example.org"
	s := testStores(t)
	s.Keys = pgtest.New(t, pgtest.Keys)
	p := serveOn(t, s)
	id := p.registered(address)
	p.mails(1, address, "") // so that nothing is on its way
	holder, stream, due := personal.Holder(id), "account-"+id.String(), projections.Schema(deadlines.Projection)+".due"
	p.until("the deadline is known", `select exists (select from `+due+` where stream = '`+stream+`' and what = 'lapse')`)
	act := domain.Due(stream, deadlines.Lapse, time.Now(), time.Now().Add(limits.ConfirmLinkLife))
	if _, err := p.core.accounts.Do(t.Context(), id.String(), account.Lapse{}, act); err != nil {
		t.Fatal(err)
	}
	p.until("it lapsed", `select exists (select from `+due+` where stream = '`+stream+`' and what = 'destruction')`)
	if living, err := p.core.keys.Living(t.Context(), []personal.Subject{holder}); err != nil || len(living) != 1 {
		t.Fatalf("the key is gone before it is time: %v", err)
	}
	if _, err := p.core.pool.Exec(t.Context(), `update `+due+` set at = now() where stream = $1`, stream); err != nil {
		t.Fatal(err)
	}
	p.until("the key was destroyed", `select not exists (select from `+due+` where stream = '`+stream+`')`)
	if living, err := p.core.keys.Living(t.Context(), []personal.Subject{holder}); err != nil || len(living) > 0 {
		t.Errorf("the key lives, %v", err)
	}
	p.nowhere([]mark{{what: "address", value: address}})

	who := newPeople()
	for r, err := range p.core.log.Read(t.Context(), stream, 0) {
		if err := errors.Join(err, who.meet(p.core.codec, erasers(p.core.codec.Catalog()), r)); err != nil {
			t.Fatal(err)
		}
	}
	if again, err := p.core.eraseAgain(t.Context(), who, nil); err != nil || len(who.erased) != 1 || len(again.Accounts)+len(again.Keys) > 0 {
		t.Errorf("a restore erases again: %+v of %+v, %v", again, who, err)
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
