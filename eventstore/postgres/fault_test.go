package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

// One append that the database refuses fails alone, whoever shares its batch.
func TestPoisonedAppendFailsAlone(t *testing.T) {
	t.Parallel()
	pool := database(t)
	exec(t, other(t, pool), "alter table es.events add check (type <> 'test.poison')")
	log := open(t, pool, postgres.Options{})
	release := holdLock(t, pool)
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() {
			e, poison := event(), i%20 == 7
			if poison {
				e.Type = "test.poison"
			}
			_, err := log.Append(t.Context(), fmt.Sprint("s-", i), 0, []eventstore.Event{event(), e})
			if (err != nil) != poison || errors.Is(err, eventstore.ErrUnknown) {
				t.Errorf("append %d, poisoned %v: %v", i, poison, err)
			}
		})
	}
	time.Sleep(100 * time.Millisecond) // they gather behind the first
	release()
	wg.Wait()
	if s, err := log.Stats(t.Context()); err != nil || s.Events != 2*57 {
		t.Errorf("%d events of %d, %v", s.Events, 2*57, err)
	}
}

// terminateOthers ends every other connection to the database.
const terminateOthers = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"

// shut lets nobody connect to the database until reopened.
func shut(t *testing.T, conn *pgx.Conn) (reopen func()) {
	t.Helper()
	config := conn.Config().Copy()
	config.Database = "postgres"
	outside, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = outside.Close(context.WithoutCancel(t.Context())) })
	name := pgx.Identifier{conn.Config().Database}.Sanitize()
	exec(t, outside, "alter database "+name+" allow_connections false")
	exec(t, outside, "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", conn.Config().Database)
	return func() { exec(t, outside, "alter database "+name+" allow_connections true") }
}

func TestDatabaseAwayForAWhile(t *testing.T) {
	t.Parallel()
	pool := database(t)
	log := open(t, pool, postgres.Options{})
	appendTo(t, log, "s", 0, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	positions := make(chan domain.Position, 10)
	go func() {
		for b, err := range log.Follow(ctx, 0) {
			if err != nil {
				t.Error(err)
			}
			positions <- b.Through
		}
	}()
	<-positions
	reopen := shut(t, other(t, pool))
	if _, err := log.Info(ctx); !errors.Is(err, eventstore.ErrAway) {
		t.Errorf("Info: %v", err)
	}
	for _, err := range log.Read(ctx, "s", 0) {
		if !errors.Is(err, eventstore.ErrAway) {
			t.Errorf("Read: %v", err)
		}
	}
	appended := make(chan error)
	go func() {
		_, err := log.Append(ctx, "s", 1, []eventstore.Event{event()})
		appended <- err
	}()
	time.Sleep(100 * time.Millisecond)
	reopen()
	if err := <-appended; err != nil {
		t.Errorf("Append: %v", err)
	}
	if through := <-positions; through != 2 {
		t.Errorf("followed through %d", through)
	}
}

// A connection of the pool that broke while it lay idle does not fail a read.
func TestReadAfterARestart(t *testing.T) {
	t.Parallel()
	pool := database(t)
	log := open(t, pool, postgres.Options{})
	appendTo(t, log, "s", 0, 1)
	conn := other(t, pool)
	for range 3 {
		n := 0
		for _, err := range log.Read(t.Context(), "s", 0) {
			if n++; err != nil {
				t.Fatal(err)
			}
		}
		if n != 1 {
			t.Errorf("read %d events", n)
		}
		exec(t, conn, "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
	}
}

func TestHole(t *testing.T) {
	t.Parallel()
	pool := database(t)
	log := open(t, pool, postgres.Options{})
	appendTo(t, log, "s", 0, 4)
	conn := other(t, pool)
	exec(t, conn, "alter table es.events disable trigger append_only")
	exec(t, conn, "delete from es.events where position = 3")
	for after, want := range map[domain.Position]error{0: eventstore.ErrHole, 2: eventstore.ErrHole, 3: nil} {
		var got error
		for b, err := range log.Follow(t.Context(), after) {
			if got = err; b.CaughtUp {
				break
			}
		}
		if !errors.Is(got, want) {
			t.Errorf("after %d: %v, want %v", after, got, want)
		}
	}
}

// A follower that was connected before a restore finds out.
func TestRestoredWhileFollowed(t *testing.T) {
	t.Parallel()
	pool := database(t)
	log := open(t, pool, postgres.Options{Poll: 20 * time.Millisecond})
	appendTo(t, log, "s", 0, 2)
	conn := other(t, pool)
	exec(t, conn, "update es.meta set epoch = gen_random_uuid()")
	for b, err := range log.Follow(t.Context(), 0) {
		if !errors.Is(err, eventstore.ErrAhead) {
			t.Errorf("another epoch: %+v, %v", b, err)
		}
		break
	}
}

func TestBusy(t *testing.T) {
	t.Parallel()
	pool := database(t)
	log := open(t, pool, postgres.Options{Queue: 2})
	release := holdLock(t, pool)
	var wg sync.WaitGroup
	var mu sync.Mutex
	outcomes := map[error]int{}
	for i := range 10 {
		wg.Go(func() {
			_, err := log.Append(t.Context(), fmt.Sprint("s-", i), 0, []eventstore.Event{event()})
			mu.Lock()
			outcomes[err]++
			mu.Unlock()
		})
		time.Sleep(10 * time.Millisecond) // the first is taken, two wait
	}
	release()
	wg.Wait()
	if outcomes[nil] != 3 || outcomes[eventstore.ErrBusy] != 7 {
		t.Errorf("outcomes are %v", outcomes)
	}
}

func TestCallersWhoLeave(t *testing.T) {
	t.Parallel()
	pool := database(t)
	log := open(t, pool, postgres.Options{})
	release := holdLock(t, pool)
	short, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	outcomes := make(map[string]error)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, c := range []struct {
		name string
		ctx  context.Context
	}{{"sent", short}, {"queued", short}, {"stays", t.Context()}} {
		wg.Go(func() {
			_, err := log.Append(c.ctx, c.name, 0, []eventstore.Event{event()})
			mu.Lock()
			outcomes[c.name] = err
			mu.Unlock()
		})
		time.Sleep(30 * time.Millisecond)
	}
	<-short.Done()
	time.Sleep(30 * time.Millisecond)
	release()
	wg.Wait()
	if err := outcomes["sent"]; !errors.Is(err, eventstore.ErrUnknown) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("sent: %v", err)
	}
	if err := outcomes["queued"]; errors.Is(err, eventstore.ErrUnknown) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("queued: %v", err)
	}
	if err := outcomes["stays"]; err != nil {
		t.Errorf("stays: %v", err)
	}
	if s, err := log.Stats(t.Context()); err != nil || s.Streams != 2 {
		t.Errorf("%d streams, want those that were sent: %v", s.Streams, err)
	}
}

// Close does not wait for ever: what was sent is unknown, what was not is refused.
func TestCloseWhileNothingGoes(t *testing.T) {
	t.Parallel()
	pool := database(t)
	log := open(t, pool, postgres.Options{Drain: 100 * time.Millisecond})
	release := holdLock(t, pool)
	defer release()
	sent, queued := make(chan error, 1), make(chan error, 1)
	for _, outcome := range []chan error{sent, queued} {
		go func() {
			_, err := log.Append(t.Context(), "s", 0, []eventstore.Event{event()})
			outcome <- err
		}()
		time.Sleep(30 * time.Millisecond)
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	if err := <-sent; !errors.Is(err, eventstore.ErrUnknown) {
		t.Errorf("sent: %v", err)
	}
	if err := <-queued; errors.Is(err, eventstore.ErrUnknown) || !errors.Is(err, eventstore.ErrClosed) {
		t.Errorf("queued: %v", err)
	}
}
