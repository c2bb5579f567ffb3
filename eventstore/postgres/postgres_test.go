package postgres_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/logtest"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var schema = pgtest.Template("log", postgres.Migrate)

// database is a fresh one with a log, and a pool on it.
func database(t testing.TB) *pgxpool.Pool {
	t.Helper()
	config, err := pgxpool.ParseConfig(pgtest.New(t, schema))
	if err != nil {
		t.Fatal(err)
	}
	config.MaxConns = 4
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

func TestPostgres(t *testing.T) {
	t.Parallel()
	logtest.Run(t, func(t *testing.T) eventstore.Log { return open(t, database(t), postgres.Options{}) })
}
