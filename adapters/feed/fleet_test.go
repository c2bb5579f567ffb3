package feed

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// The two versions of a program: the second knows one more event, and one of its reactors answers it.
const (
	known = "test.happened"
	added = "test.added"
)

type addition struct{}

func (addition) EventType() string { return added }

func newerCodec(t *testing.T) *eventstore.Codec {
	t.Helper()
	c, err := eventstore.NewCodec(noKeys{}, "test", domain.Catalog{domain.Stored[happened](), domain.Stored[addition]()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// fleet is a database, a log, and what its servers answered by which version.
type fleet struct {
	t    *testing.T
	pool *pgxpool.Pool
	log  *eventstore.Memory
	n    int
	mu   sync.Mutex
	acts map[string][]uuid.UUID // of each stream and type
	by   map[string][]string    // the versions that answered it: two, for a moment, at a change
}

func newFleet(t *testing.T) *fleet {
	return &fleet{t: t, pool: database(t), log: eventstore.NewMemory(), acts: map[string][]uuid.UUID{}, by: map[string][]string{}}
}

func (f *fleet) version(name string, types ...string) Reactor {
	return Reactor{
		Name: "noter", Answers: types, FromStart: true,
		React: func(_ context.Context, e domain.Fact, act func(string) domain.Act) error {
			f.mu.Lock()
			defer f.mu.Unlock()
			what := e.Stream + " " + e.Event.EventType()
			f.acts[what] = append(f.acts[what], act("step").ID)
			f.by[what] = append(f.by[what], name)
			return nil
		},
	}
}

func (f *fleet) older() (stop func()) { return f.start("older", known) }
func (f *fleet) newer() (stop func()) { return f.start("newer", known, added) }

func (f *fleet) start(name string, types ...string) (stop func()) {
	f.t.Helper()
	r, x := Reactors{Log: f.log, Codec: newerCodec(f.t), Pool: f.pool, Logger: silent, Pace: quick}, f.version(name, types...)
	if err := r.Prepare(f.t.Context(), x); err != nil {
		f.t.Fatal(err)
	}
	return reactWith(f.t, r, x)
}

// write lets something happen in a new stream, and says how its answer is called.
func (f *fleet) write(event domain.Event) (what string) {
	f.t.Helper()
	f.n++
	stream, at := fmt.Sprintf("test-%d", f.n), time.Now()
	act := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "x"}, "test", stream, at, nil)
	events, err := newerCodec(f.t).Encode(f.t.Context(), stream, act, 0, []domain.Event{event})
	if err != nil {
		f.t.Fatal(err)
	}
	if _, err := f.log.Append(f.t.Context(), stream, 0, events); err != nil {
		f.t.Fatal(err)
	}
	return stream + " " + event.EventType()
}

func (f *fleet) answers(what string) (acts []uuid.UUID, by []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.acts[what]), slices.Clone(f.by[what])
}

func (f *fleet) answeredBy(what, version string) {
	f.t.Helper()
	eventually(f.t, what+" is answered by the "+version, func() bool { _, by := f.answers(what); return slices.Contains(by, version) })
}

// once fails unless each was answered, and again only by the same act: that records nothing new.
func (f *fleet) once(all ...string) {
	f.t.Helper()
	for _, what := range all {
		eventually(f.t, what+" is answered", func() bool { acts, _ := f.answers(what); return len(acts) > 0 })
		if acts, _ := f.answers(what); len(slices.Compact(acts)) != 1 {
			f.t.Errorf("%s is answered by different acts: %v", what, acts)
		}
	}
}

func (f *fleet) passed() {
	f.t.Helper()
	saved(f.t, f.pool, f.log, "noter")
}
