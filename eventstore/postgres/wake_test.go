package postgres_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

// A follower hears of what another program appends, and of what nobody told.
func TestFollowersWake(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		poll time.Duration
		grow func(t *testing.T, log *postgres.Log, insert func())
	}{
		"by this program":   {time.Hour, func(t *testing.T, log *postgres.Log, _ func()) { appendTo(t, log, "s", 1, 1) }},
		"by a notification": {time.Hour, nil},
		"by looking anyway": {50 * time.Millisecond, func(_ *testing.T, _ *postgres.Log, insert func()) { insert() }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool := database(t)
			log, neighbor := open(t, pool, postgres.Options{Poll: tc.poll}), open(t, pool, postgres.Options{})
			appendTo(t, log, "s", 0, 1)
			conn := other(t, pool)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			grown := false
			var appended sync.WaitGroup
			defer appended.Wait() // the follower may hear of it before who appends does
			for b, err := range log.Follow(ctx, 0) {
				switch {
				case err != nil:
					t.Fatal(err)
				case b.Through == 2:
					return
				case grown || !b.CaughtUp:
				case tc.grow == nil:
					appended.Go(func() {
						listening(t, pool)
						time.Sleep(300 * time.Millisecond) // the follower has looked again, and waits
						if _, err := neighbor.Append(context.WithoutCancel(ctx), "s", 1, []eventstore.Event{event()}); err != nil {
							t.Error(err)
						}
					})
					grown = true
				default:
					tc.grow(t, log, func() {
						exec(t, conn, "insert into es.events select 2, stream, 2, gen_random_uuid(), type, recorded_at, data, meta from es.events")
					})
					grown = true
				}
			}
			t.Error("the follower slept on")
		})
	}
}

// listening waits until the log's listener stands.
func listening(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		var n int
		err := pool.QueryRow(t.Context(), `select count(*) from pg_stat_activity
			where datname = current_database() and query like '%listen es_appended' and state = 'idle'`).Scan(&n)
		if err != nil {
			t.Error(err)
			return
		}
		if n > 0 {
			return
		}
	}
	t.Error("nobody listens")
}
