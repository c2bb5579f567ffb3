package postgres_test

import (
	"context"
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
	used := &databases{t: t, schema: schema, migrate: postgres.Migrate, free: make(chan string, 100)}
	logtest.Run(t, logtest.Store{Name: "postgres", Open: func(t testing.TB) logtest.Instance { return instance(t, used.lend(t)) }})
}

// databases are used again and again: to make a database takes ten times as long as to make a log in it.
type databases struct {
	t       testing.TB // they last as long as this
	schema  pgtest.Schema
	migrate func(ctx context.Context, url string) error
	free    chan string
}

// lend is a database with an empty log, until the test ends.
func (d *databases) lend(t testing.TB) (url string) {
	select {
	case url = <-d.free:
	default:
		url = pgtest.New(d.t, d.schema)
	}
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		conn, err := pgx.Connect(ctx, url)
		if err != nil {
			t.Error(err)
			return
		}
		_, err = conn.Exec(ctx, "drop schema es cascade")
		_ = conn.Close(ctx)
		if err == nil {
			err = d.migrate(ctx, url)
		}
		if err != nil {
			t.Error(err)
			return
		}
		d.free <- url
	})
	return url
}

// instance is a log; each further process has a pool of its own.
func instance(t testing.TB, url string) logtest.Instance {
	swift, slow := &wire{}, &wire{holds: 8 * time.Millisecond}
	behind := func(t testing.TB, w *wire) eventstore.Log {
		return open(t, connect(t, url, w.dial), postgres.Options{})
	}
	var killer *pgx.Conn
	return logtest.Instance{
		Log:         behind(t, swift),
		Another:     func(t testing.TB) eventstore.Log { return behind(t, swift) },
		Slow:        func(t testing.TB) eventstore.Log { return behind(t, slow) },
		LoseAnswers: swift.lose,
		Silence:     swift.silence,
		Cut: func() {
			if killer == nil {
				killer = other(t, connect(t, url, nil))
			}
			exec(t, killer, terminateOthers)
		},
	}
}

// The suite's slow process is slow where it matters: between writing and committing.
func TestSlowProcessHoldsWhatItWrote(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t, schema)
	log := open(t, connect(t, url, (&wire{holds: 300 * time.Millisecond}).dial), postgres.Options{})
	pool := connect(t, url, nil)
	appended := make(chan error, 1)
	go func() {
		_, err := log.Append(t.Context(), "s", 0, []eventstore.Event{event()})
		appended <- err
	}()
	conn, held := other(t, pool), 0
	for ; len(appended) == 0; time.Sleep(10 * time.Millisecond) {
		var free, committed bool
		err := conn.QueryRow(t.Context(), "select pg_try_advisory_xact_lock(7236413), exists (select from es.events)").Scan(&free, &committed)
		if err != nil {
			t.Fatal(err)
		}
		if !free && !committed {
			held++
		}
	}
	if held < 5 {
		t.Errorf("it was seen %d times between writing and committing", held)
	}
	if err := <-appended; err != nil {
		t.Error(err)
	}
}
