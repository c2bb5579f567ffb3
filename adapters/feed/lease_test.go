package feed

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
)

func never(error) bool { return false }

// hold runs a lease's holder in the background and tells each term that begins.
func hold(t *testing.T, l Lease) (terms <-chan uuid.UUID, stop func()) {
	t.Helper()
	began := make(chan uuid.UUID, 9)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = l.Hold(ctx, func(ctx context.Context, owner uuid.UUID) error {
			began <- owner
			<-ctx.Done()
			return nil
		}, never)
	}()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return began, stop
}

func TestOneHoldsTheLeaseAndGivesItBack(t *testing.T) {
	t.Parallel()
	lease := Lease{Pool: database(t), Name: "job", Logger: silent}
	first, stop := hold(t, lease)
	<-first
	second, _ := hold(t, lease)
	select {
	case <-second:
		t.Fatal("two hold it")
	case <-time.After(2 * lookEvery):
	}
	stop()
	select {
	case <-second:
	case <-time.After(2 * time.Second):
		t.Fatal("given back, but nobody took it")
	}
}

// It looks often: a lock on the row would be a commit each time, and in the holder's way.
func TestWhoeverStandsByOnlyLooks(t *testing.T) {
	t.Parallel()
	lease := Lease{Pool: database(t), Name: "job", Logger: silent}
	for i, want := range []int64{1, 0} {
		if got, err := lease.acquire(t.Context(), uuid.New()); got != want || err != nil {
			t.Fatalf("try %d: generation %d, %v", i, got, err)
		}
	}
	var locked string
	if err := lease.Pool.QueryRow(t.Context(), `select xmax::text from app.leases`).Scan(&locked); err != nil || locked != "0" {
		t.Errorf("it locked the row of the lease: %s, %v", locked, err)
	}
}

// The holder died, and then the database's clock was turned back: nobody waits an hour for a lease of the future.
func TestALeaseOfTheFutureIsFree(t *testing.T) {
	t.Parallel()
	lease := Lease{Pool: database(t), Name: "job", Logger: silent}
	for i, tc := range []struct {
		until      string
		generation int64
	}{{"59 minutes", 2}, {"2 seconds", 0}} {
		if _, err := lease.Pool.Exec(t.Context(), `
			insert into app.leases (name, owner, until) values ('job', $1, clock_timestamp() + $2::text::interval)
			on conflict (name) do update set until = excluded.until`, uuid.New(), tc.until); err != nil {
			t.Fatal(err)
		}
		if got, err := lease.acquire(t.Context(), uuid.New()); got != tc.generation || err != nil {
			t.Errorf("case %d: generation %d, want %d: %v", i, got, tc.generation, err)
		}
	}
}

// The first server is frozen: it renews nothing. Its successor begins within five seconds; the old one ends its term.
func TestAFrozenHolderIsReplacedWithinFiveSeconds(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	frozen, alive := connect(t, url), connect(t, url)
	first, _ := hold(t, Lease{Pool: frozen, Name: "job", Logger: silent})
	<-first
	var held []func()
	for range frozen.Config().MaxConns { // no connection is left to renew with
		c, err := frozen.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, c.Release)
	}
	defer func() {
		for _, release := range held {
			release()
		}
	}()
	since := time.Now()
	second, _ := hold(t, Lease{Pool: alive, Name: "job", Logger: silent})
	<-second
	if took := time.Since(since); took > 5*time.Second || took < time.Second {
		t.Errorf("taken over after %s", took)
	}
}

func TestAStolenLeaseEndsTheTerm(t *testing.T) {
	t.Parallel()
	pool := database(t)
	terms, _ := hold(t, Lease{Pool: pool, Name: "job", Logger: silent})
	first := <-terms
	_, err := pool.Exec(t.Context(), `update app.leases set owner = gen_random_uuid(), generation = generation + 1, until = clock_timestamp()`)
	if err != nil {
		t.Fatal(err)
	}
	if second := <-terms; second == first {
		t.Error("a new term has the old owner")
	}
}

func TestOnlyAHopelessErrorEndsHolding(t *testing.T) {
	t.Parallel()
	lease := Lease{Pool: database(t), Name: "job", Logger: silent}
	passing, hopeless := errors.New("passing"), errors.New("hopeless")
	terms := 0
	err := lease.Hold(t.Context(), func(context.Context, uuid.UUID) error {
		if terms++; terms == 1 {
			return passing
		}
		return hopeless
	}, func(err error) bool { return errors.Is(err, hopeless) })
	if !errors.Is(err, hopeless) || terms != 2 {
		t.Errorf("%v after %d terms", err, terms)
	}
}
