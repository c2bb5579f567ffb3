package tables_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/postgres/tables"
)

// Each act asks three times, at once and through two servers.
func TestEachActIsGivenOneNumberWithoutGaps(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	servers := []*tables.Numbers{tables.NewNumbers(open(t, url)), tables.NewNumbers(open(t, url))}
	const acts = 20
	var mutex sync.Mutex
	got := map[uuid.UUID][]int64{}
	var asking errgroup.Group
	for range acts {
		act := uuid.New()
		for i := range 3 {
			asking.Go(func() error {
				number, err := servers[i%2].Next(context.Background(), "receipt", act)
				mutex.Lock()
				defer mutex.Unlock()
				got[act] = append(got[act], number)
				return err
			})
		}
	}
	if err := asking.Wait(); err != nil {
		t.Fatal(err)
	}
	var numbers []int64
	for act, answers := range got {
		if slices.Min(answers) != slices.Max(answers) {
			t.Errorf("act %s was given %v", act, answers)
		}
		numbers = append(numbers, answers[0])
	}
	slices.Sort(numbers)
	for i, number := range numbers {
		if number != int64(i+1) {
			t.Fatalf("numbers %v have a gap or a double", numbers)
		}
	}
}

func TestSeriesCountForThemselves(t *testing.T) {
	t.Parallel()
	numbers := tables.NewNumbers(open(t, pgtest.New(t)))
	if _, err := numbers.Next(t.Context(), "receipt", uuid.New()); err != nil {
		t.Fatal(err)
	}
	act := uuid.New()
	for series, want := range map[string]int64{"receipt": 2, "notice": 1} {
		if got, err := numbers.Next(t.Context(), series, act); err != nil || got != want {
			t.Errorf("%s: %d, %v; want %d", series, got, err, want)
		}
	}
}

// statements keeps what is sent to the database.
type statements struct {
	mutex sync.Mutex
	sent  []string
}

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.sent = append(s.sent, q.SQL)
	return ctx
}

func (s *statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// A server may be frozen between any two statements. If it had a transaction
// open there, nobody else could receive a case.
func TestNoTransactionStaysOpenBetweenStatements(t *testing.T) {
	t.Parallel()
	config, err := pgxpool.ParseConfig(pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	seen := &statements{}
	config.ConnConfig.Tracer = seen
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := tables.NewNumbers(pool).Next(t.Context(), "receipt", uuid.New()); err != nil {
		t.Fatal(err)
	}
	for _, sql := range seen.sent {
		if strings.HasPrefix(sql, "begin") {
			t.Errorf("it sent %q", seen.sent)
		}
	}
	if len(seen.sent) != 2 {
		t.Errorf("it sent %d statements, not one look and one allocation", len(seen.sent))
	}
}
