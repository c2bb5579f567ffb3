package feed

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// database is a fresh one with the tables of the application.
func database(t *testing.T) *pgxpool.Pool {
	t.Helper()
	return connect(t, pgtest.New(t))
}

func connect(t *testing.T, url string) *pgxpool.Pool {
	t.Helper()
	pool, err := postgres.Open(t.Context(), url, postgres.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}
