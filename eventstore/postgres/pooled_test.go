package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	pool "github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

// pooled is a log behind a pooler in transaction mode, opened as a server opens it.
func pooled(t *testing.T, url string, o postgres.Options) *postgres.Log {
	t.Helper()
	through, err := pool.Open(t.Context(), url, pool.Options{Pooled: true, MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(through.Close)
	return open(t, through, o)
}

// atCommit refuses what is committed without waiting for the flush.
const atCommit = `create function public.flushed() returns trigger language plpgsql as $$ begin
	if current_setting('synchronous_commit') = 'off' then raise exception 'not flushed'; end if; return null; end $$;
create constraint trigger flushed after insert on es.events deferrable initially deferred for each row execute function public.flushed();
do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$`

// Through a pooler in transaction mode two servers append, read and follow, and leave nothing to a session.
func TestThroughAPooler(t *testing.T) {
	t.Parallel()
	direct := pgtest.New(t, schema)
	exec(t, other(t, connect(t, direct, nil)), atCommit)
	between, url := startPooler(t, direct, 3)
	var logs []*postgres.Log
	for range 2 {
		logs = append(logs, pooled(t, url, postgres.Options{Poll: 20 * time.Millisecond}))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	const callers, each = 12, 6
	var wg sync.WaitGroup
	for caller := range callers {
		wg.Go(func() {
			stream, log, at := fmt.Sprint("s-", caller), logs[caller%2], domain.Revision(0)
			for i := range each {
				events := []eventstore.Event{event(), event(), event()}[:1+i%3]
				end := at + domain.Revision(len(events))
				for range 2 { // the second is a repeat
					if a, err := log.Append(ctx, stream, at, events); err != nil || a.Revision != end {
						t.Errorf("appended: %+v, %v", a, err)
						return
					}
				}
				var conflict *eventstore.ConflictError
				if _, err := log.Append(ctx, stream, at, []eventstore.Event{event()}); !errors.As(err, &conflict) || conflict.Have != end {
					t.Errorf("stale: %v", err)
				}
				at = end
			}
		})
	}
	wg.Wait()
	const want = callers * 2 * (1 + 2 + 3)
	for b, err := range logs[0].Follow(ctx, 0) {
		if err != nil || b.Through > want {
			t.Fatalf("followed through %d of %d, %v", b.Through, want, err)
		}
		if b.Through == want {
			break
		}
	}
	if transactions, refused := between.report(); transactions < 2*each || len(refused) > 0 {
		t.Errorf("%d transactions; what a pooler cannot do: %q", transactions, refused)
	}
}

// Past the pooler a server hears at once what another appends; without a way past it, it looks.
func TestHearingPastAPooler(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]postgres.Options{"past it": {Poll: time.Hour}, "by looking": {Poll: 30 * time.Millisecond}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			direct := pgtest.New(t, schema)
			if o.Poll == time.Hour {
				o.Direct = direct
			}
			between, url := startPooler(t, direct, 3)
			log, neighbor := pooled(t, url, o), pooled(t, url, postgres.Options{})
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			for b, err := range log.Follow(ctx, 0) {
				if err != nil {
					t.Fatal(err)
				}
				if b.Through == 1 {
					if _, refused := between.report(); len(refused) > 0 {
						t.Errorf("what a pooler cannot do: %q", refused)
					}
					return
				}
				if o.Direct != "" {
					listening(t, connect(t, direct, nil))
				}
				appendTo(t, neighbor, "s", 0, 1)
			}
			t.Error("the follower slept on")
		})
	}
}

func TestDirectURLThatCannotBeRead(t *testing.T) {
	t.Parallel()
	_, err := postgres.Open(t.Context(), database(t), postgres.Options{Direct: "postgres://u:hunter2@host:port/"})
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("answers %v", err)
	}
}
