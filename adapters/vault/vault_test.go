package vault

import (
	"context"
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain/workflow"
)

var (
	_ workflow.Vault    = (*Vault)(nil)
	_ workflow.Codes    = Codes{}
	_ workflow.Revealer = Revealer{}
	_ workflow.Digests  = Digests{}
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// cheap hashes in well under a millisecond.
var cheap = Cost{Memory: 64, Iterations: 1}

func newSecrets(t testing.TB) *Secrets {
	t.Helper()
	s, err := NewSecrets(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// statements counts what a pool is asked.
type statements struct {
	mu   sync.Mutex
	seen []string
}

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, q.SQL)
	return ctx
}

func (s *statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// of answers the statements that the work issues.
func (s *statements) of(work func()) []string {
	s.mu.Lock()
	s.seen = nil
	s.mu.Unlock()
	work()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

func newPool(t *testing.T) (*pgxpool.Pool, *statements) {
	t.Helper()
	return newPoolIn(t, pgx.QueryExecModeCacheStatement)
}

func newPoolIn(t *testing.T, mode pgx.QueryExecMode) (*pgxpool.Pool, *statements) {
	t.Helper()
	config, err := pgxpool.ParseConfig(pgtest.New(t, pgtest.Keys))
	if err != nil {
		t.Fatal(err)
	}
	traced := &statements{}
	config.ConnConfig.Tracer = traced
	config.ConnConfig.DefaultQueryExecMode = mode
	config.MaxConns = 8
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool, traced
}

func newVault(t *testing.T) (*Vault, *statements) {
	t.Helper()
	pool, traced := newPool(t)
	v, err := New(pool, newSecrets(t), cheap)
	if err != nil {
		t.Fatal(err)
	}
	return v, traced
}

// sibling is a vault of another process: same database, same secrets.
func sibling(t *testing.T, v *Vault, cost Cost) *Vault {
	t.Helper()
	other, err := New(v.pool, v.secrets, cost)
	if err != nil {
		t.Fatal(err)
	}
	return other
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestForgetLeavesTheOthers(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	gone, kept := uuid.New(), uuid.New()
	must(t, v.Put(t.Context(), gone, []byte("one")))
	must(t, v.Put(t.Context(), kept, []byte("two")))
	must(t, v.Forget(t.Context()))
	must(t, v.Forget(t.Context(), gone, uuid.New()))
	for id, want := range map[uuid.UUID]bool{gone: false, kept: true} {
		password := map[uuid.UUID]string{gone: "one", kept: "two"}[id]
		if got, err := v.Verify(t.Context(), id, []byte(password)); err != nil || got != want {
			t.Errorf("Verify = %v, %v; want %v", got, err, want)
		}
	}
}

func TestWrittenAnswersAStretchOfTime(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	old, young := uuid.New(), uuid.New()
	must(t, v.Put(t.Context(), old, []byte("one")))
	_, err := v.NewSeed(t.Context(), young)
	must(t, err)
	_, err = v.pool.Exec(t.Context(), `UPDATE app.vault SET created_at = now() - interval '2 days' WHERE id = $1`, old)
	must(t, err)
	now := time.Now()
	for name, row := range map[string]struct {
		from, until time.Time
		want        []uuid.UUID
	}{
		"older than a day": {now.AddDate(0, 0, -7), now.AddDate(0, 0, -1), []uuid.UUID{old}},
		"all":              {now.AddDate(0, 0, -7), now.Add(time.Hour), []uuid.UUID{old, young}},
		"before all":       {now.AddDate(0, 0, -7), now.AddDate(0, 0, -3), nil},
	} {
		got, err := v.Written(t.Context(), row.from, row.until)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(row.want, got); diff != "" && len(got)+len(row.want) > 0 {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The sweeper has looked, then a form is posted again that began a day ago: its event is about to name the row.
func TestForgetInertLeavesWhatIsWrittenAgain(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	password, seed, inert := uuid.New(), uuid.New(), uuid.New()
	must(t, v.Put(t.Context(), password, []byte("one")))
	first, err := v.NewSeed(t.Context(), seed)
	must(t, err)
	must(t, v.Put(t.Context(), inert, []byte("two")))
	_, err = v.pool.Exec(t.Context(), `UPDATE app.vault SET created_at = now() - interval '2 days'`)
	must(t, err)
	must(t, v.Put(t.Context(), password, []byte("other")))
	_, err = v.NewSeed(t.Context(), seed)
	must(t, err)
	must(t, v.ForgetInert(t.Context(), time.Now().AddDate(0, 0, -1), password, seed, inert))
	if ok, err := v.Verify(t.Context(), password, []byte("one")); err != nil || !ok {
		t.Errorf("the password is gone, or another: %v", err)
	}
	if again, err := v.NewSeed(t.Context(), seed); err != nil || again != first {
		t.Errorf("the seed is gone: %v", err)
	}
	if ok, err := v.Verify(t.Context(), inert, []byte("two")); err != nil || ok {
		t.Errorf("the inert row is there: %v", err)
	}
}

// A pooler in transaction mode lets nothing be prepared: pgx must encode each argument without asking for its type.
func TestAllStatementsGoThroughAPooler(t *testing.T) {
	t.Parallel()
	pool, _ := newPoolIn(t, pgx.QueryExecModeExec)
	k, err := NewKeys(pool, newSecrets(t))
	must(t, err)
	v, err := New(pool, k.secrets, cheap)
	must(t, err)
	id, seed := uuid.New(), uuid.New()
	must(t, k.Ensure(t.Context(), id, seed))
	must(t, k.Hold(t.Context(), id, time.Now().Add(-time.Hour)))
	if keys, err := k.Open(t.Context(), id, seed); err != nil || len(keys) != 2 {
		t.Errorf("Open: %d keys, %v", len(keys), err)
	}
	must(t, k.Destroy(t.Context(), id, uuid.New()))

	must(t, v.Put(t.Context(), id, []byte("Correct horse!")))
	if ok, err := sibling(t, v, Cost{Memory: 128, Iterations: 1}).Verify(t.Context(), id, []byte("Correct horse!")); err != nil || !ok {
		t.Errorf("Verify = %v, %v", ok, err)
	}
	_, err = v.NewSeed(t.Context(), seed)
	must(t, err)
	_, err = v.UseStep(t.Context(), seed, "", noon)
	must(t, err)
	must(t, v.Forget(t.Context(), id))
	must(t, v.ForgetInert(t.Context(), time.Now().AddDate(0, 0, -1), seed))
	if rows, err := v.Written(t.Context(), time.Now().Add(-time.Hour), time.Now().Add(time.Hour)); err != nil || !cmp.Equal(rows, []uuid.UUID{seed}) {
		t.Errorf("Written = %v, %v", rows, err)
	}
}
