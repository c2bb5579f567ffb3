package readmodels_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/directory"
	"github.com/casetrail/casetrail/projections/readmodels"
)

// world is a log in memory and an engine that follows it.
type world struct {
	t      *testing.T
	log    *eventstore.Memory
	codec  *eventstore.Codec
	pool   *pgxpool.Pool
	engine *projections.Engine
	next   map[string]domain.Revision
}

// newWorld runs all read models, each as with, if it is given, has changed it.
func newWorld(t *testing.T, with ...func(projections.Projection) projections.Projection) *world {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), pgtest.New(t))
	must(t, err)
	t.Cleanup(pool.Close)
	w := &world{t: t, log: eventstore.NewMemory(), pool: pool, next: map[string]domain.Revision{}}
	w.codec, err = eventstore.NewCodec(&keys{have: map[personal.Subject][]byte{}}, "test",
		access.Decider.Catalog, account.Decider.Catalog, casefile.Decider.Catalog, delivery.Decider.Catalog,
		staff.Decider.Catalog, client.Decider.Catalog, recovery.Decider.Catalog)
	must(t, err)
	all := readmodels.All()
	for i := range all {
		for _, change := range with {
			all[i] = change(all[i])
		}
	}
	w.engine, err = projections.New(w.log, w.codec, pool, nil, all...)
	must(t, err)
	must(t, w.engine.Prepare(t.Context()))
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.engine.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		must(t, <-done)
	})
	return w
}

func (w *world) happens(stream string, events ...domain.Event) domain.Position {
	w.t.Helper()
	encoded, err := w.codec.Encode(w.t.Context(), stream, domain.Act{ID: uuid.New(), At: noon}, 0, events)
	must(w.t, err)
	done, err := w.log.Append(w.t.Context(), stream, w.next[stream], encoded)
	must(w.t, err)
	w.next[stream] = done.Revision
	return done.Position
}

// broken appends an event that nobody can decode.
func (w *world) broken(stream, eventType string) {
	w.t.Helper()
	e := eventstore.Event{ID: uuid.New(), Type: eventType, Data: []byte("{"), Meta: []byte("{}")}
	done, err := w.log.Append(w.t.Context(), stream, w.next[stream], []eventstore.Event{e})
	must(w.t, err)
	w.next[stream] = done.Revision
}

func (w *world) reaches(at domain.Position) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 20*time.Second)
	defer cancel()
	var names []string
	for _, p := range readmodels.All() {
		names = append(names, p.Name)
	}
	f, err := w.engine.Wait(ctx, at, names...)
	must(w.t, err)
	if !f.Reached {
		w.t.Fatalf("the read models are at %d, not at %d", f.Position, at)
	}
}

func (w *world) facts(stream string) func(func(domain.Fact, error) bool) {
	return func(yield func(domain.Fact, error) bool) {
		for r, err := range w.log.Read(w.t.Context(), stream, 0) {
			var f domain.Fact
			if err == nil {
				f, err = w.codec.Fact(r)
			}
			if !yield(f, err) || err != nil {
				return
			}
		}
	}
}

func (w *world) address() *string {
	w.t.Helper()
	a, err := directory.New(w.pool).Account(w.t.Context(), ana)
	must(w.t, err)
	return a.Address
}

// keys is a key store in memory.
type keys struct {
	mu   sync.Mutex
	have map[personal.Subject][]byte
}

func (k *keys) Ensure(_ context.Context, of ...personal.Subject) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range of {
		k.have[s] = append(s[:], s[:]...)
	}
	return nil
}

func (k *keys) Open(_ context.Context, of ...personal.Subject) (map[personal.Subject][]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	found := map[personal.Subject][]byte{}
	for _, s := range of {
		if key, ok := k.have[s]; ok {
			found[s] = key
		}
	}
	return found, nil
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
