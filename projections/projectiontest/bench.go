// Package projectiontest gives a read model what happened and looks at its rows, on a real database and without a log.
package projectiontest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/projections"
)

// Bench is a database with the tables of some projections, and a history that they are fed with. Personal values are
// given in clear, as the engine opens them.
type Bench struct {
	Pool *pgxpool.Pool

	projections []projections.Projection
	facts       []domain.Fact
	revisions   map[string]domain.Revision
	applied     int
}

// New makes the tables in a database.
func New(t testing.TB, url string, of ...projections.Projection) *Bench {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	b := &Bench{Pool: pool, projections: of}
	b.Clear(t)
	return b
}

// Clear goes back to the beginning: nothing has happened.
func (b *Bench) Clear(t testing.TB) {
	t.Helper()
	b.facts, b.revisions = nil, map[string]domain.Revision{}
	b.reset(t)
}

func (b *Bench) reset(t testing.TB) {
	t.Helper()
	for _, p := range b.projections {
		s := p.Schema()
		sql := "drop schema if exists " + s + " cascade; create schema " + s + "; set local search_path = " + s + "; " + p.Tables
		if _, err := b.Pool.Exec(t.Context(), sql); err != nil {
			t.Fatalf("tables of %s: %v", p.Name, err)
		}
	}
	b.applied = 0
}

// Happen adds events to a stream, at one moment. The tables learn of them at the next Apply.
func (b *Bench) Happen(stream string, at time.Time, events ...domain.Event) {
	for _, e := range events {
		b.revisions[stream]++
		n := len(b.facts)
		b.facts = append(b.facts, domain.Fact{
			ID: uuid.NewSHA1(uuid.Nil, fmt.Append(nil, n)), Stream: stream, Revision: b.revisions[stream],
			Position: domain.Position(10 * (n + 1)), Event: e,
			Act: func() (domain.Act, error) { return domain.Act{At: domain.Instant(at)}, nil },
		})
	}
}

// Facts is the history of a stream.
func (b *Bench) Facts(stream string) []domain.Fact {
	return slices.DeleteFunc(slices.Clone(b.facts), func(f domain.Fact) bool { return f.Stream != stream })
}

// Apply brings the tables up to what has happened, in batches of this many facts.
func (b *Bench) Apply(t testing.TB, size int) {
	t.Helper()
	for batch := range slices.Chunk(b.facts[b.applied:], size) {
		for _, p := range b.projections {
			if err := b.apply(t.Context(), p, batch); err != nil {
				t.Fatalf("%s: %v", p.Name, err)
			}
		}
	}
	b.applied = len(b.facts)
}

func (b *Bench) apply(ctx context.Context, p projections.Projection, batch []domain.Fact) error {
	batch = slices.DeleteFunc(slices.Clone(batch), func(f domain.Fact) bool {
		return !slices.Contains(p.Types, f.Event.EventType())
	})
	return pgx.BeginFunc(ctx, b.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "set local search_path = "+p.Schema()); err != nil {
			return err
		}
		return p.Apply(ctx, tx, batch)
	})
}

// Replays is the law of every read model: however the history is cut into batches, the rows are the same, and so they are
// when each stream is folded by itself.
func (b *Bench) Replays(t testing.TB) {
	t.Helper()
	want := b.dump(t)
	if len(want) == 0 {
		t.Fatal("no rows to compare")
	}
	for _, size := range []int{1, 7, len(b.facts)} {
		b.reset(t)
		b.Apply(t, size)
		b.same(t, fmt.Sprintf("in batches of %d", size), want)
	}
	b.Loads(t)
}

// Loads is a part of that law: what was applied is what is loaded.
func (b *Bench) Loads(t testing.TB) {
	t.Helper()
	want := b.dump(t)
	b.Load(t)
	b.same(t, "loaded", want)
}

func (b *Bench) same(t testing.TB, how string, want []string) {
	t.Helper()
	got := b.dump(t)
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("%s the rows differ:\n%s\nwant\n%s", how, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%s there are %d rows, want %d", how, len(got), len(want))
	}
}

// Complete fails unless everything that the projections read has happened at least once.
func (b *Bench) Complete(t testing.TB) {
	t.Helper()
	for _, p := range b.projections {
		for _, name := range p.Types {
			if !slices.ContainsFunc(b.facts, func(f domain.Fact) bool { return f.Event.EventType() == name }) {
				t.Errorf("%s never happened", name)
			}
		}
	}
}

// dump is every row of every table, in an order of its own.
func (b *Bench) dump(t testing.TB) (all []string) {
	t.Helper()
	for _, p := range b.projections {
		for _, table := range b.tables(t, p) {
			rows, err := b.Pool.Query(t.Context(), "select '"+table+" ' || t::text from "+p.Schema()+"."+table+" t order by 1")
			if err != nil {
				t.Fatal(err)
			}
			lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, lines...)
		}
	}
	return all
}

func (b *Bench) tables(t testing.TB, p projections.Projection) []string {
	t.Helper()
	rows, err := b.Pool.Query(t.Context(),
		"select tablename::text from pg_tables where schemaname = $1 order by 1", p.Schema())
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return names
}
