package postgres_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/logtest"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

func TestLog(t *testing.T) {
	t.Parallel()
	logtest.Run(t, logtest.Store{Name: "postgres", Open: instance})
}

// instance is a log in a fresh database; each further process has a pool of its own.
func instance(t testing.TB) logtest.Instance {
	url, swift, slow := pgtest.New(t, schema), &wire{}, &wire{holds: 20 * time.Millisecond}
	behind := func(t testing.TB, w *wire) eventstore.Log {
		return open(t, connect(t, url, w.dial), postgres.Options{})
	}
	var killer *pgx.Conn
	return logtest.Instance{
		Log:         behind(t, swift),
		Another:     func(t testing.TB) eventstore.Log { return behind(t, swift) },
		Slow:        func(t testing.TB) eventstore.Log { return behind(t, slow) },
		LoseAnswers: swift.lose,
		Cut: func() {
			if killer == nil {
				killer = other(t, connect(t, url, nil))
			}
			exec(t, killer, terminateOthers)
		},
	}
}
