package projections

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// A till is the aggregate of these tests: it holds an amount and, perhaps, the name of a person.
type (
	added     struct{ Amount int }
	doubled   struct{}
	named     struct{ Name personal.Text }
	forgotten struct{ Person uuid.UUID }
	counted   struct{}
)

func (added) EventType() string         { return "till.added" }
func (doubled) EventType() string       { return "till.doubled" }
func (named) EventType() string         { return "till.named" }
func (forgotten) EventType() string     { return "till.forgotten" }
func (f forgotten) Erases() []uuid.UUID { return []uuid.UUID{f.Person} }
func (counted) EventType() string       { return "till.counted" }

var catalog = domain.Catalog{
	domain.Stored[added](), domain.Stored[doubled](), domain.Stored[named](), domain.Stored[forgotten](), domain.Stored[counted](),
}

// world is a log and a database, and what happens in them.
type world struct {
	t     *testing.T
	log   *eventstore.Memory
	codec *eventstore.Codec
	pool  *pgxpool.Pool
	keys  *keys
	next  map[string]domain.Revision
	said  *journal
}

func newWorld(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	pool, err := postgres.Open(t.Context(), pgtest.New(t), postgres.Options{})
	must(t, err)
	t.Cleanup(pool.Close)
	w := &world{t: t, pool: pool, keys: &keys{have: map[personal.Subject][]byte{}, damaged: map[personal.Subject]bool{}}, said: &journal{}}
	w.codec, err = eventstore.NewCodec(w.keys, "test", catalog)
	must(t, err)
	w.newLog()
	return w
}

// newLog is a log of another epoch.
func (w *world) newLog() {
	w.log, w.next = eventstore.NewMemory(), map[string]domain.Revision{}
}

// happens appends events to a stream, and answers the position of the last.
func (w *world) happens(stream string, events ...domain.Event) domain.Position {
	w.t.Helper()
	encoded, err := w.codec.Encode(context.Background(), stream, domain.Act{ID: uuid.New(), At: time.Now()}, 0, events)
	must(w.t, err)
	return w.append(stream, encoded...)
}

func (w *world) append(stream string, events ...eventstore.Event) domain.Position {
	w.t.Helper()
	done, err := w.log.Append(context.Background(), stream, w.next[stream], events)
	must(w.t, err)
	w.next[stream] = done.Revision
	return done.Position
}

// garbage is an event of a known type whose bytes nobody can read.
func garbage(eventType string) eventstore.Event {
	return eventstore.Event{ID: uuid.New(), Type: eventType, Data: []byte(`{"Amount":"secret-of-mine","Person":7}`), Meta: []byte(`{}`)}
}

func (w *world) engine(ps ...Projection) *Engine {
	w.t.Helper()
	e, err := New(w.log, w.codec, w.pool, slog.New(slog.NewJSONHandler(w.said, nil)), ps...)
	must(w.t, err)
	return e
}

// prepared is an engine whose tables are there.
func (w *world) prepared(ps ...Projection) *Engine {
	w.t.Helper()
	e := w.engine(ps...)
	must(w.t, e.Prepare(context.Background()))
	return e
}

// run starts a server; stop ends it in good order. It is stopped at the end of the test in any case.
func (w *world) run(e *Engine) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- e.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Errorf("Run: %v", err)
		}
	})
	w.t.Cleanup(stop)
	return stop
}

// reaches fails the test when the projections do not get there.
func (w *world) reaches(e *Engine, at domain.Position, names ...string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	f, err := e.Wait(ctx, at, names...)
	must(w.t, err)
	if !f.Reached {
		s, _ := e.Status(context.Background())
		w.t.Fatalf("position %d was not reached: %+v\n%s", at, s, w.said)
	}
}

// till is what a row of the tills shows.
type till struct {
	Amount int
	Events int
	Name   string
}

const erasedName = "(null)"

func (w *world) tills(p Projection) map[string]till {
	w.t.Helper()
	rows, err := w.pool.Query(context.Background(),
		`select stream, amount, events, coalesce(name, case when person is null then '' else '`+erasedName+`' end) from `+p.Schema()+`.tills`)
	must(w.t, err)
	all := map[string]till{}
	var stream string
	var row till
	_, err = pgx.ForEachRow(rows, []any{&stream, &row.Amount, &row.Events, &row.Name}, func() error {
		all[stream] = row
		return nil
	})
	must(w.t, err)
	return all
}

func (w *world) shows(p Projection, want map[string]till) {
	w.t.Helper()
	if got := w.tills(p); !maps.Equal(got, want) {
		w.t.Errorf("%s shows %+v, want %+v\n%s", p.Schema(), got, want, w.said)
	}
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	_, err := w.pool.Exec(context.Background(), sql, args...)
	must(w.t, err)
}

func (w *world) status(e *Engine, name string) Status {
	w.t.Helper()
	all, err := e.Status(context.Background())
	must(w.t, err)
	for _, s := range all {
		if s.Name == name {
			return s
		}
	}
	w.t.Fatalf("no status of %s", name)
	return Status{}
}

// becomes waits for a state.
func (w *world) becomes(e *Engine, name string, want State) Status {
	w.t.Helper()
	var s Status
	for range 1000 {
		if s = w.status(e, name); s.State == want {
			return s
		}
		time.Sleep(10 * time.Millisecond)
	}
	w.t.Fatalf("%s is %+v, want %s\n%s", name, s, want, w.said)
	return s
}

// keys is a key store in memory.
type keys struct {
	mu   sync.Mutex
	have map[personal.Subject][]byte
	down bool

	damaged map[personal.Subject]bool
}

func (k *keys) Ensure(_ context.Context, of ...personal.Subject) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range of {
		k.have[s] = bytes.Repeat(s[:], 2)
	}
	return nil
}

func (k *keys) Open(_ context.Context, of ...personal.Subject) (map[personal.Subject][]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.down {
		return nil, errors.New("the key store is down")
	}
	found := map[personal.Subject][]byte{}
	for _, s := range of {
		if k.damaged[s] {
			return nil, fmt.Errorf("opening keys: %w", eventstore.ErrKey)
		}
		if key, ok := k.have[s]; ok {
			found[s] = key
		}
	}
	return found, nil
}

func (k *keys) damage(of personal.Subject) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.damaged[of] = true
}

func (k *keys) set(down bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.down = down
}

// journal is what the engine logs.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.String()
}

func (j *journal) has(s string) bool { return bytes.Contains([]byte(j.String()), []byte(s)) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
