package postgres_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var schema = pgtest.Template("log", postgres.Migrate)

// database is a fresh one with a log, and a pool on it.
func database(t testing.TB) *pgxpool.Pool {
	t.Helper()
	return connect(t, pgtest.New(t, schema), nil)
}

// connect makes a pool that dials its own way; nil: the usual one.
func connect(t testing.TB, url string, dial pgconn.DialFunc) *pgxpool.Pool {
	t.Helper()
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	config.MaxConns = 4
	if dial != nil {
		config.ConnConfig.DialFunc = dial
	}
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func open(t testing.TB, pool *pgxpool.Pool, o postgres.Options) *postgres.Log {
	t.Helper()
	log, err := postgres.Open(t.Context(), pool, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	})
	return log
}

// other is a superuser's connection of its own, outside the log.
func other(t testing.TB, pool *pgxpool.Pool) *pgx.Conn {
	t.Helper()
	conn, err := pgx.ConnectConfig(t.Context(), pool.Config().ConnConfig)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

func exec(t testing.TB, conn *pgx.Conn, sql string, args ...any) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

func event() eventstore.Event {
	return eventstore.Event{ID: uuid.New(), Type: "test.happened", Data: []byte("{}"), Meta: []byte("{}")}
}

func appendTo(t testing.TB, log *postgres.Log, stream string, after domain.Revision, n int) []eventstore.Event {
	t.Helper()
	events := make([]eventstore.Event, n)
	for i := range events {
		events[i] = event()
	}
	if _, err := log.Append(t.Context(), stream, after, events); err != nil {
		t.Fatal(err)
	}
	return events
}

// holdLock keeps every append waiting until release.
func holdLock(t testing.TB, pool *pgxpool.Pool) (release func()) {
	t.Helper()
	conn := other(t, pool)
	exec(t, conn, "begin")
	exec(t, conn, "select pg_advisory_xact_lock(7236413)")
	return func() { exec(t, conn, "commit") }
}
