package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest/ratio"
	"github.com/casetrail/casetrail/eventstore"
	logpg "github.com/casetrail/casetrail/eventstore/postgres"
)

// The size of an event of a case: ciphertext in JSON, and ids.
var benchData, benchMeta = make([]byte, 400), make([]byte, 250)

// appending sets appends, each to a stream of its own, beside raw INSERTs of the same bytes.
func (b *bench) appending(t *testing.T) {
	for _, c := range []struct {
		callers int
		atLeast float64
	}{{1, 0.4}, {32, 0.9}, {256, 1.5}} {
		callers := c.callers
		url := b.stores(t, nil).Database
		log, pool := openBenchLog(t, url)
		raw := rawTable(t, pool)
		f := figure{
			Scenario: "append", What: "appends by " + callersOf(callers), Unit: "events/s",
			Against: "single-row INSERTs, a connection a caller", atLeast: c.atLeast,
		}
		b.race(t, f, ratio.Race{Callers: callers}, appendOne(log), raw.single(callers))
		if callers == 1 {
			continue
		}
		batch := max(1, int(raw.number("select count(*)::float8 / count(distinct xmin::text) from es.events")))
		result, err := ratio.Race{Callers: callers, Limit: 1, Turn: b.turn}.Run(t.Context(), appendOne(log), raw.many(batch))
		if err != nil {
			t.Fatal(err)
		}
		for i := range result.Limit {
			result.Limit[i] *= float64(batch)
		}
		f.Against, f.atLeast = fmt.Sprintf("INSERTs of %d rows each, as many as a batch of the log has", batch), 0
		b.figures.add(f.of(result))
	}
}

// servers sets several servers, each with a log and connections of its own, beside one that has all the callers.
func (b *bench) servers(t *testing.T) {
	const callers = 32
	for _, n := range []int{2, 4} {
		url := b.stores(t, nil).Database
		one, _ := openBenchLog(t, url)
		logs := make([]ratio.Side, n)
		for i := range logs {
			log, _ := openBenchLog(t, url)
			logs[i] = appendOne(log)
		}
		f := figure{
			Scenario: "servers", What: fmt.Sprintf("%d callers on %d servers", callers, n), Unit: "events/s", Against: "the same callers on one server",
		}
		b.race(t, f, ratio.Race{Callers: callers}, func(ctx context.Context, caller int) error {
			return logs[caller%n](ctx, caller)
		}, appendOne(one))
	}
}

func callersOf(n int) string {
	if n == 1 {
		return "1 caller"
	}
	return fmt.Sprint(n, " callers")
}

func openBenchLog(t *testing.T, url string) (*logpg.Log, *pgxpool.Pool) {
	t.Helper()
	pool, err := postgres.Open(t.Context(), url, postgres.Options{MaxConns: 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	log, err := logpg.Open(t.Context(), pool, logpg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	})
	return log, pool
}

// appendOne starts a stream with each call.
func appendOne(log eventstore.Log) ratio.Side {
	return func(ctx context.Context, _ int) error {
		_, err := log.Append(ctx, "bench-"+uuid.NewString(), 0, []eventstore.Event{{ID: uuid.New(), Type: "bench.happened", Data: benchData, Meta: benchMeta}})
		return err
	}
}

// raw is a table like that of the log, which anybody may write to as fast as the server takes it.
type raw struct {
	t        *testing.T
	pool     *pgxpool.Pool
	position atomic.Int64
}

func rawTable(t *testing.T, pool *pgxpool.Pool) *raw {
	t.Helper()
	r := &raw{t: t, pool: pool}
	if _, err := pool.Exec(t.Context(), "create table public.raw (like es.events including indexes including storage)"); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *raw) connect() *pgx.Conn {
	r.t.Helper()
	conn, err := pgx.ConnectConfig(r.t.Context(), r.pool.Config().ConnConfig.Copy())
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = conn.Close(context.Background()) }) // the server goes with the test
	return conn
}

func (r *raw) number(sql string) (n float64) {
	r.t.Helper()
	if err := r.pool.QueryRow(r.t.Context(), sql).Scan(&n); err != nil {
		r.t.Fatal(err)
	}
	return n
}

// single inserts a row with each call.
func (r *raw) single(callers int) ratio.Side {
	r.t.Helper()
	connections := make([]*pgx.Conn, callers)
	for i := range connections {
		connections[i] = r.connect()
	}
	return func(ctx context.Context, caller int) error {
		_, err := connections[caller].Exec(ctx, "insert into public.raw values ($1, $2, 1, $3, 'bench.happened', now(), $4, $5)",
			r.position.Add(1), "bench-"+uuid.NewString(), uuid.New(), benchData, benchMeta)
		return err
	}
}

// many inserts some rows with each call, through one connection: a log has one committer.
func (r *raw) many(rows int) ratio.Side {
	r.t.Helper()
	conn := r.connect()
	positions, streams, ids := make([]int64, rows), make([]string, rows), make([]uuid.UUID, rows)
	data, meta := make([][]byte, rows), make([][]byte, rows)
	return func(ctx context.Context, _ int) error {
		for i := range rows {
			positions[i], streams[i], ids[i] = r.position.Add(1), "bench-"+uuid.NewString(), uuid.New()
			data[i], meta[i] = benchData, benchMeta
		}
		_, err := conn.Exec(ctx, `insert into public.raw select position, stream, 1, id, 'bench.happened', now(), data, meta
			from unnest($1::bigint[], $2::text[], $3::uuid[], $4::bytea[], $5::bytea[]) u (position, stream, id, data, meta)`,
			positions, streams, ids, data, meta)
		return err
	}
}
