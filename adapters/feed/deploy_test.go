package feed

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// The older server holds the lease and passes events that it does not know; the newer one takes over and answers them.
func TestWhatTheOlderServerPassedIsAnsweredByTheNewer(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	f.older()
	first := f.write(happened{})
	early := f.write(addition{}) // as a command of the newer program may, before any of its servers runs
	f.answeredBy(first, "older")
	f.passed()
	since := time.Now()
	f.newer()
	f.answeredBy(early, "newer")
	if took := time.Since(since); took > 2*time.Second {
		t.Errorf("a lease that lasts was waited out: %s", took)
	}
	last := f.write(happened{})
	f.answeredBy(last, "newer")
	f.once(first, early, last)
	if _, by := f.answers(first); !slices.Equal(by, []string{"older"}) {
		t.Errorf("what was answered is given to the newer again: by %v", by)
	}
}

// Back to the older program, and forward again: what only the newer one answers waits for it.
func TestARollBackLosesNothing(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	stopOlder := f.older()
	all := []string{f.write(happened{})}
	f.answeredBy(all[0], "older")
	stopNewer := f.newer()
	all = append(all, f.write(addition{}))
	f.answeredBy(all[1], "newer")
	stopOlder()
	f.passed()

	stopOlder = f.older()
	stopNewer()
	all = append(all, f.write(addition{}), f.write(happened{}))
	f.answeredBy(all[3], "older")
	f.passed()
	if acts, _ := f.answers(all[2]); len(acts) != 0 {
		t.Fatal("the older one answers what it does not know")
	}
	stopOlder()
	f.newer()
	f.answeredBy(all[2], "newer")
	f.once(all...)
}

// Servers of both versions come and go, also frozen ones whose lease another takes, while things happen.
func TestNothingIsLostWhileServersAreReplaced(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	var all []string
	more := func() {
		for range 10 {
			all = append(all, f.write(happened{}), f.write(addition{}))
			time.Sleep(time.Millisecond)
		}
	}
	older := []func(){f.older(), f.older()}
	more()
	one := f.newer()
	more()
	older[0]()
	more()
	one() // the first of the newer ones is not well
	more()
	f.older()
	more()
	f.newer()
	more()
	older[1]()
	more()
	f.once(all...)
}

func TestAnOlderServerStandsBackWhileANewerLives(t *testing.T) {
	t.Parallel()
	pool := database(t)
	lease := func(rank int64) Lease { return Lease{Pool: pool, Name: "job", Rank: rank, Logger: silent} }
	older, _ := hold(t, lease(1))
	<-older
	newer, stopNewer := hold(t, lease(2))
	<-newer
	standby, stopStandby := hold(t, lease(2))
	stopNewer()
	<-standby
	select {
	case <-older:
		t.Error("the older took over while a newer stood by")
	default:
	}
	since := time.Now()
	stopStandby()
	<-older
	if took := time.Since(since); took < precedence/2 || took > 3*precedence {
		t.Errorf("the older came back after %s", took)
	}
}

// A type that is new to a reactor begins where its first server was prepared, or at the start of the log.
func TestWhereATypeBegins(t *testing.T) {
	t.Parallel()
	log, pool, ctx := eventstore.NewMemory(), database(t), t.Context()
	ledger, epoch := PostgresLedger{pool}, uuid.New()
	write(t, log, "test-a", known, 3)
	at := positions(t, log)
	late, all := recorder("late", nil), recorder("all", nil)
	late.FromStart = false
	if err := (Reactors{Log: log, Pool: pool}).Prepare(ctx, late, all); err != nil {
		t.Fatal(err)
	}
	write(t, log, "test-b", known, 1)
	info, err := log.Info(ctx)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ledger.Claim(ctx, uuid.New(), epoch, info.Head, consumers([]Reactor{late, all}))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Stand{
		"late": {Through: at[2], Seen: map[string]domain.Position{known: at[2]}},
		"all":  {Through: 0, Seen: map[string]domain.Position{known: 0}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A checkpoint of a program that did not write down what it stands for is believed.
func TestACheckpointFromBeforeStandsForEverything(t *testing.T) {
	t.Parallel()
	pool, ctx, epoch := database(t), t.Context(), uuid.New()
	if _, err := pool.Exec(ctx, `insert into app.checkpoints (name, version, position, epoch) values ('reactor:noter', 1, 5, $1)`, epoch); err != nil {
		t.Fatal(err)
	}
	got, err := PostgresLedger{pool}.Claim(ctx, uuid.New(), epoch, 9, []Consumer{{Name: "noter", Types: []string{known, added}, FromStart: true}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Stand{5, map[string]domain.Position{known: 5, added: 5}}, got["noter"]); diff != "" {
		t.Error(diff)
	}
}

// A stream that the older version parked holds events that only the newer one answers: they are answered with the stream.
func TestAParkedStreamIsTakenUpFromTheFirstEventThatAnybodyMissed(t *testing.T) {
	t.Parallel()
	pool, ctx := database(t), t.Context()
	ledger := PostgresLedger{pool}
	at := func(p domain.Position) eventstore.Recorded { return eventstore.Recorded{Stream: "test-a", Position: p} }
	if err := ledger.Park(ctx, "noter", at(7), "panic"); err != nil {
		t.Fatal(err)
	}
	for _, p := range []domain.Position{9, 4, 6} {
		if skip, err := ledger.Skip(ctx, "noter", at(p)); !skip || err != nil {
			t.Errorf("position %d is not passed over: %v", p, err)
		}
	}
	var from domain.Position
	err := ledger.Unpark(ctx, "noter", "test-a", func(_ context.Context, p domain.Position) error { from = p; return nil })
	if err != nil || from != 4 {
		t.Errorf("taken up from %d: %v", from, err)
	}
	if skip, err := ledger.Skip(ctx, "noter", at(3)); skip || err != nil {
		t.Errorf("passed over although it is parked no longer: %v", err)
	}
}
