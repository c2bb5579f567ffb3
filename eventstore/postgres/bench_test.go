package postgres_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

// BenchmarkAppend sets appends beside raw single-row INSERTs of the same bytes into a table with the same indexes, in the
// same run. Figures mean something only on a server with fsync on: CASETRAIL_TEST_CLUSTER names one.
func BenchmarkAppend(b *testing.B) {
	pool := database(b)
	data, meta := make([]byte, 400), make([]byte, 250)
	exec(b, other(b, pool), "create table raw (like es.events including indexes)")
	log := open(b, pool, postgres.Options{})
	var position atomic.Int64
	for _, callers := range []int{1, 32} {
		connections := raw(b, pool, callers)
		b.Run(fmt.Sprint("log/", callers), func(b *testing.B) {
			each(b, callers, func(int) error {
				_, err := log.Append(b.Context(), uuid.NewString(), 0, []eventstore.Event{{ID: uuid.New(), Type: "test.happened", Data: data, Meta: meta}})
				return err
			})
		})
		b.Run(fmt.Sprint("insert/", callers), func(b *testing.B) {
			each(b, callers, func(caller int) error {
				_, err := connections[caller].Exec(b.Context(), "insert into raw values ($1, $2, 1, $3, 'test.happened', now(), $4, $5)",
					position.Add(1), uuid.NewString(), uuid.New(), data, meta)
				return err
			})
		})
	}
}

func raw(b *testing.B, pool *pgxpool.Pool, n int) (all []*pgx.Conn) {
	for range n {
		all = append(all, other(b, pool))
	}
	return all
}

// each shares b.N calls among callers.
func each(b *testing.B, callers int, call func(caller int) error) {
	var left atomic.Int64
	left.Store(int64(b.N))
	var wg sync.WaitGroup
	for caller := range callers {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if err := call(caller); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "appends/s")
}

// BenchmarkFollow reads a log of 50,000 events from its beginning.
func BenchmarkFollow(b *testing.B) {
	const many, each = 50_000, 500
	log := open(b, database(b), postgres.Options{})
	for i := range many / each {
		events := make([]eventstore.Event, each)
		for j := range events {
			events[j] = eventstore.Event{ID: uuid.New(), Type: "test.happened", Data: make([]byte, 400), Meta: make([]byte, 250)}
		}
		if _, err := log.Append(b.Context(), fmt.Sprint("s-", i), 0, events); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		for batch, err := range log.Follow(b.Context(), 0) {
			if err != nil {
				b.Fatal(err)
			}
			if batch.Through == many {
				break
			}
		}
	}
	b.ReportMetric(float64(many)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
