package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

// What gathers while a commit is under way is written by the next.
func TestManyAppendsTakeFewBatches(t *testing.T) {
	t.Parallel()
	pool := database(t)
	log := open(t, pool, postgres.Options{})
	release := holdLock(t, pool)
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() { appendTo(t, log, fmt.Sprint("s-", i), 0, 1+i%2) })
	}
	time.Sleep(300 * time.Millisecond) // they gather behind the first
	release()
	wg.Wait()
	var events, transactions int
	err := other(t, pool).QueryRow(t.Context(), "select count(*), count(distinct xmin::text) from es.events").Scan(&events, &transactions)
	if err != nil || events != 96 || transactions > 4 {
		t.Errorf("%d events of 96 in %d transactions: %v", events, transactions, err)
	}
}

// Several servers that append at once, also to the same streams, leave no hole anywhere and never turn the clock back.
func TestSeveralServersAppendAtOnce(t *testing.T) {
	t.Parallel()
	pool := database(t)
	const servers, callers, each = 4, 6, 12
	var wg sync.WaitGroup
	for range servers {
		log := open(t, pool, postgres.Options{})
		for caller := range callers {
			wg.Go(func() {
				at := domain.Revision(0)
				for written := 0; written < each; {
					a, err := log.Append(t.Context(), fmt.Sprint("s-", caller), at, []eventstore.Event{event()})
					var conflict *eventstore.ConflictError
					switch {
					case err == nil:
						at, written = a.Revision, written+1
					case errors.As(err, &conflict) && conflict.Have > at:
						at = conflict.Have
					default:
						t.Errorf("after %d: %v", at, err)
						return
					}
				}
			})
		}
	}
	wg.Wait()
	const sql = `select count(*), count(*) = max(position), bool_and(recorded_at >= before), bool_and(revision = place) from (
		select *, coalesce(lag(recorded_at) over (order by position), '-infinity') as before,
			row_number() over (partition by stream order by position) as place from es.events) e`
	var events int
	var dense, onward, inStreams bool
	if err := other(t, pool).QueryRow(t.Context(), sql).Scan(&events, &dense, &onward, &inStreams); err != nil {
		t.Fatal(err)
	}
	if events != servers*callers*each || !dense || !onward || !inStreams {
		t.Errorf("%d events of %d; positions dense %v, clock onward %v, revisions dense %v", events, servers*callers*each, dense, onward, inStreams)
	}
}

// Nobody waits for the lock without end: the statement gives up, says so, and is repeated.
func TestLockTimeout(t *testing.T) {
	t.Parallel()
	pool := database(t)
	conn := other(t, pool)
	var bounded int
	err := conn.QueryRow(t.Context(), `select count(*) from pg_proc where pronamespace = 'es'::regnamespace and proname in ('append', 'append_one')
		and proconfig @> '{lock_timeout=5s}'`).Scan(&bounded)
	if err != nil || bounded != 2 {
		t.Errorf("%d of 2 functions bound their wait: %v", bounded, err)
	}
	exec(t, conn, "alter function es.append_one set lock_timeout = '50ms'")
	var said syncBuffer
	log := open(t, pool, postgres.Options{Logger: slog.New(slog.NewTextHandler(&said, nil))})
	release := holdLock(t, pool)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	appended := make(chan error, 1)
	go func() {
		_, err := log.Append(ctx, "s", 0, []eventstore.Event{event()})
		appended <- err
	}()
	for strings.Count(said.String(), "55P03") < 2 && ctx.Err() == nil {
		time.Sleep(5 * time.Millisecond)
	}
	release()
	if err := <-appended; err != nil {
		t.Error(err)
	}
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
