package postgres_test

import (
	"context"
	"flag"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest/ratio"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

var turn = flag.Duration("turn", time.Second, "how long one turn of a race lasts")

// durable is a pool on a database with a log, on a server that flushes.
func durable(b *testing.B) *pgxpool.Pool {
	b.Helper()
	pool, err := pgxpool.New(b.Context(), pgtest.Durable(b, schema))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(pool.Close)
	return pool
}

// BenchmarkAppend sets appends beside raw single-row INSERTs of the same bytes into a table of the same shape, each caller
// of these with a connection of its own. The ratio of the two is what counts.
func BenchmarkAppend(b *testing.B) {
	for _, callers := range []int{1, 32, 256} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			pool := durable(b)
			log := open(b, pool, postgres.Options{})
			race(b, callers, appending(log), inserting(b, pool, callers))
			var batch float64
			if err := pool.QueryRow(b.Context(), "select count(*)::float8 / count(distinct xmin::text) from es.events").Scan(&batch); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(batch, "appends/batch")
		})
	}
}

// race reports the median rates of both sides and the median of their ratios.
func race(b *testing.B, callers int, subject, limit ratio.Side) {
	b.Helper()
	for b.Loop() { // one race is longer than any -benchtime worth waiting for
		r, err := ratio.Race{Callers: callers, Turn: *turn}.Run(b.Context(), subject, limit)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(ratio.Median(r.Subject), "appends/s")
		b.ReportMetric(ratio.Median(r.Limit), "inserts/s")
		b.ReportMetric(r.Ratio(), "ratio")
		b.ReportMetric(0, "ns/op") // says nothing here
	}
}

// size is that of an event of a case: ciphertext in JSON, and ids.
var data, meta = make([]byte, 400), make([]byte, 250)

// appending starts a stream with each call.
func appending(log *postgres.Log) ratio.Side {
	return func(ctx context.Context, _ int) error {
		_, err := log.Append(ctx, uuid.NewString(), 0, []eventstore.Event{{ID: uuid.New(), Type: "test.happened", Data: data, Meta: meta}})
		return err
	}
}

func inserting(b *testing.B, pool *pgxpool.Pool, callers int) ratio.Side {
	b.Helper()
	exec(b, other(b, pool), "create table raw (like es.events including indexes including storage)")
	connections := make([]*pgx.Conn, callers)
	for i := range connections {
		connections[i] = other(b, pool)
	}
	var position atomic.Int64
	return func(ctx context.Context, caller int) error {
		_, err := connections[caller].Exec(ctx, "insert into raw values ($1, $2, 1, $3, 'test.happened', now(), $4, $5)",
			position.Add(1), uuid.NewString(), uuid.New(), data, meta)
		return err
	}
}

// BenchmarkFollow reads a log of 50,000 events from its beginning.
func BenchmarkFollow(b *testing.B) {
	const many, each = 50_000, 500
	log := open(b, database(b), postgres.Options{})
	for i := range many / each {
		events := make([]eventstore.Event, each)
		for j := range events {
			events[j] = eventstore.Event{ID: uuid.New(), Type: "test.happened", Data: data, Meta: meta}
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
