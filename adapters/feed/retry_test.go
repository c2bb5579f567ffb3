package feed

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// bug is a reactor that is wrong about the first event of a stream until it is mended.
type bug struct {
	mended atomic.Bool
	mu     sync.Mutex
	given  []domain.Revision // what it has answered
}

func (b *bug) reactor() Reactor {
	return Reactor{
		Name: "noter", Answers: []string{"test.happened"}, FromStart: true,
		React: func(_ context.Context, f domain.Fact, _ func(string) domain.Act) error {
			if !b.mended.Load() {
				panic("secret-of-mine")
			}
			b.mu.Lock()
			defer b.mu.Unlock()
			b.given = append(b.given, f.Revision)
			return nil
		},
	}
}

func (b *bug) answered() []domain.Revision {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.given)
}

// more lets something happen in a stream that has had so many events.
func more(t *testing.T, log eventstore.Log, stream string, had domain.Revision) {
	t.Helper()
	act := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "x"}, "test", stream, time.Now(), nil).Step(string(rune('a' + had)))
	events, err := codec(t).Encode(t.Context(), stream, act, 0, []domain.Event{happened{int(had)}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := log.Append(t.Context(), stream, had, events); err != nil {
		t.Fatal(err)
	}
}

func parkedStreams(t *testing.T, pool *pgxpool.Pool) []Parked {
	t.Helper()
	all, err := PostgresLedger{pool}.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What was passed over is answered once the reactor is mended, by anybody; the server that runs goes on from there.
func TestAParkedStreamIsTakenUpAgainWhileTheServerRuns(t *testing.T) {
	t.Parallel()
	log, pool, b := eventstore.NewMemory(), database(t), &bug{}
	react(t, log, pool, b.reactor())
	more(t, log, "test-a", 0)
	eventually(t, "the stream is parked", func() bool { return len(parkedStreams(t, pool)) == 1 })
	more(t, log, "test-a", 1)
	time.Sleep(10 * quick.Save) // it is passed over
	got := parkedStreams(t, pool)[0]
	if got.Reactor != "noter" || got.Stream != "test-a" || got.Reason != faultPanic || time.Since(got.Since) > time.Minute {
		t.Errorf("parked is %+v", got)
	}

	operator := Reactors{Log: log, Codec: codec(t), Pool: pool}
	if _, err := operator.Retry(t.Context(), b.reactor(), "test-a"); err == nil || !strings.Contains(err.Error(), faultPanic) || strings.Contains(err.Error(), "secret") {
		t.Errorf("the answer that still fails: %v", err)
	}
	if len(parkedStreams(t, pool)) != 1 {
		t.Fatal("a stream whose answer still fails is no longer parked")
	}

	b.mended.Store(true)
	if n, err := operator.Retry(t.Context(), b.reactor(), "test-a"); n != 2 || err != nil {
		t.Fatalf("%d events answered: %v", n, err)
	}
	if all := parkedStreams(t, pool); len(all) != 0 {
		t.Errorf("still parked: %+v", all)
	}
	if _, err := operator.Retry(t.Context(), b.reactor(), "test-a"); !errors.Is(err, ErrNotParked) {
		t.Errorf("a stream that is not parked: %v", err)
	}
	more(t, log, "test-a", 2)
	eventually(t, "the server answers what comes next", func() bool { return slices.Contains(b.answered(), 3) })
	if got := b.answered(); !slices.Equal(got, []domain.Revision{1, 2, 3}) {
		t.Errorf("answered %v", got)
	}
}

// What happens while the stream is being taken up again is missed by neither: the server waits, then answers it.
func TestNothingIsMissedBetweenTheTwo(t *testing.T) {
	t.Parallel()
	log, pool, b := eventstore.NewMemory(), database(t), &bug{}
	react(t, log, pool, b.reactor())
	more(t, log, "test-a", 0)
	eventually(t, "the stream is parked", func() bool { return len(parkedStreams(t, pool)) == 1 })
	b.mended.Store(true)
	err := PostgresLedger{pool}.Unpark(t.Context(), "noter", "test-a", func(context.Context, domain.Position) error {
		more(t, log, "test-a", 1)
		time.Sleep(20 * quick.Save) // the server has read it, and must not pass it over
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the event is answered", func() bool { return slices.Equal(b.answered(), []domain.Revision{2}) })
}

// A newer program may claim the checkpoint, and pass over what only it answers, while an older one waits for the stream.
func TestARetryFindsOutThatANewerProgramCameFirst(t *testing.T) {
	t.Parallel()
	log, pool, b := eventstore.NewMemory(), database(t), &bug{}
	b.mended.Store(true)
	ledger := PostgresLedger{pool}
	if err := ledger.Park(t.Context(), "noter", eventstore.Recorded{Stream: "test-a", Position: 1}, "panic"); err != nil {
		t.Fatal(err)
	}
	tx, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }() // it wrote nothing
	if _, err := tx.Exec(t.Context(), `select from app.parked for update`); err != nil {
		t.Fatal(err)
	}
	retried := make(chan error, 1)
	go func() {
		_, err := Reactors{Log: log, Codec: codec(t), Pool: pool}.Retry(context.Background(), b.reactor(), "test-a")
		retried <- err
	}()
	eventually(t, "the retry waits for the stream", func() (waits bool) {
		err := pool.QueryRow(t.Context(), `select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')`).Scan(&waits)
		return err == nil && waits
	})
	newer := Consumer{Name: "noter", Types: []string{known, added}}
	if _, err := ledger.Claim(t.Context(), uuid.New(), uuid.New(), 1, []Consumer{newer}); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-retried; !errors.Is(err, ErrOlder) || len(parkedStreams(t, pool)) != 1 {
		t.Errorf("it answers %v, and %d streams are parked", err, len(parkedStreams(t, pool)))
	}
}
