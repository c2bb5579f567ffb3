package readmodels_test

import (
	"database/sql/driver"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest/ratio"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
	logpg "github.com/casetrail/casetrail/eventstore/postgres"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

// BenchmarkRebuild fills the tables of all cases anew, indexes, erasures and exchange included, and sets it beside the floor:
// reading the log, decoding its events, and copying the rows that come of it into tables without indexes. The two take turns; "times"
// is the median of how many times as long the rebuild takes. Run it as go test -bench Rebuild -benchtime 5x, on a server
// with fsync on (CASETRAIL_TEST_CLUSTER) if the figures are to be quoted.
func BenchmarkRebuild(b *testing.B) {
	w := newBench(b, 7700)
	var times, rates, floors []float64
	for round := 0; b.Loop(); round++ {
		var took, floor time.Duration
		for side := range 2 {
			if (round+side)%2 == 0 {
				took = w.rebuild()
			} else {
				floor = w.floor()
			}
		}
		times = append(times, took.Seconds()/floor.Seconds())
		rates = append(rates, float64(w.head)/took.Seconds())
		floors = append(floors, float64(w.head)/floor.Seconds())
	}
	b.ReportMetric(ratio.Median(times), "times")
	b.ReportMetric(ratio.Median(rates), "events/s")
	b.ReportMetric(ratio.Median(floors), "floor-events/s")
	b.ReportMetric(0, "ns/op")
}

// bench is a log of cases, and the rows that come of it.
type bench struct {
	b      *testing.B
	log    *logpg.Log
	codec  *eventstore.Codec
	pool   *pgxpool.Pool
	engine *projections.Engine
	head   domain.Position
	rows   map[string][][]any // of each table; JSON is text already
}

func newBench(b *testing.B, n int) *bench {
	pool, err := pgxpool.New(b.Context(), pgtest.New(b, pgtest.Template("log", logpg.Migrate)))
	must(b, err)
	b.Cleanup(pool.Close)
	w := &bench{b: b, pool: pool, rows: map[string][][]any{}}
	w.log, err = logpg.Open(b.Context(), pool, logpg.Options{})
	must(b, err)
	b.Cleanup(func() { must(b, w.log.Close()) })
	w.codec, err = eventstore.NewCodec(&keys{have: map[personal.Subject][]byte{}}, "bench", casefile.Decider.Catalog)
	must(b, err)
	w.fill(n)
	w.engine, err = projections.New(w.log, w.codec, pool, nil, cases.Projection)
	must(b, err)
	w.rebuild()
	w.keep()
	return w
}

// fill puts what happens to n cases into the log.
func (w *bench) fill(n int) {
	revisions := map[string]domain.Revision{}
	var events []eventstore.Recorded
	for _, h := range projectiontest.Cases(1, n) {
		encoded, err := w.codec.Encode(w.b.Context(), h.Stream, h.Act, 0, h.Events)
		must(w.b, err)
		for _, e := range encoded {
			revisions[h.Stream]++
			events = append(events, eventstore.Recorded{Event: e, Stream: h.Stream, Revision: revisions[h.Stream], Stored: h.Act.At})
		}
	}
	var err error
	w.head, err = w.log.Load(w.b.Context(), 0, events)
	must(w.b, err)
	_, err = w.pool.Exec(w.b.Context(), "vacuum analyze es.events")
	must(w.b, err)
}

func (w *bench) rebuild() time.Duration {
	began := time.Now()
	must(w.b, w.engine.Rebuild(w.b.Context(), cases.Projection.Name, nil))
	return time.Since(began)
}

// keep remembers the rows of the tables, and makes empty tables like them.
func (w *bench) keep() {
	folds := map[string]projections.Fold{}
	for batch, err := range w.log.Follow(w.b.Context(), 0) {
		must(w.b, err)
		for _, r := range batch.Events {
			f, err := w.codec.Fact(r)
			must(w.b, err)
			facts := []domain.Fact{f}
			must(w.b, w.codec.Open(w.b.Context(), facts))
			if folds[r.Stream] == nil {
				folds[r.Stream] = cases.Projection.Load(r.Stream)
			}
			must(w.b, folds[r.Stream].Add(facts[0]))
		}
		if batch.Through >= w.head {
			break
		}
	}
	for _, fold := range folds {
		fold.Rows(func(table string, values ...any) { w.rows[table] = append(w.rows[table], plain(w.b, values)) })
	}
	for table := range w.rows {
		_, err := w.pool.Exec(w.b.Context(), fmt.Sprintf("create table floor_%s (like %s.%s)", table, cases.Projection.Schema(), table))
		must(w.b, err)
	}
}

func plain(b *testing.B, values []any) []any {
	for i, v := range values {
		if j, ok := v.(driver.Valuer); ok {
			var err error
			values[i], err = j.Value()
			must(b, err)
		}
	}
	return values
}

// floor is what no rebuild can do without.
func (w *bench) floor() time.Duration {
	for table := range w.rows {
		_, err := w.pool.Exec(w.b.Context(), "truncate floor_"+table)
		must(w.b, err)
	}
	began := time.Now()
	must(w.b, w.decode())
	var all errgroup.Group
	for table, rows := range w.rows {
		all.Go(func() error {
			return pgx.BeginFunc(w.b.Context(), w.pool, func(tx pgx.Tx) error {
				return projectiontest.Copy(w.b.Context(), tx, "public", map[string][][]any{"floor_" + table: rows})
			})
		})
	}
	must(w.b, all.Wait())
	return time.Since(began)
}

// decode reads the log, and decodes on two cores what it has read while it reads on.
func (w *bench) decode() error {
	batches := make(chan []eventstore.Recorded, 8)
	var all errgroup.Group
	for range 2 {
		all.Go(func() error {
			for events := range batches {
				for _, r := range events {
					if _, err := w.codec.Fact(r); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	all.Go(func() error {
		defer close(batches)
		for b, err := range w.log.Follow(w.b.Context(), 0) {
			if err != nil {
				return err
			}
			batches <- b.Events
			if b.Through >= w.head {
				return nil
			}
		}
		return nil
	})
	return all.Wait()
}
