package postgres_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

func TestNothingStoredChanges(t *testing.T) {
	t.Parallel()
	pool := database(t)
	appendTo(t, open(t, pool, postgres.Options{}), "s", 0, 2)
	conn := other(t, pool)
	for _, role := range []string{"origin", "replica"} {
		exec(t, conn, "set session_replication_role = "+role)
		for _, sql := range []string{
			"update es.events set data = ''", "update es.events set type = 'x' where position = 1",
			"delete from es.events where position = 2", "delete from es.events where false", "truncate es.events",
			"merge into es.events e using (select 1 as p) x on e.position = x.p when matched then delete",
		} {
			var refused *pgconn.PgError
			if _, err := conn.Exec(t.Context(), sql); !errors.As(err, &refused) || !strings.Contains(refused.Message, "append-only") {
				t.Errorf("%s as %s: %v", sql, role, err)
			}
		}
	}
}

func TestMigrate(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	pool, err := pgxpool.New(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	if _, err := postgres.Open(t.Context(), pool, postgres.Options{}); err == nil || !strings.Contains(err.Error(), "migrate") {
		t.Errorf("opened without a log: %v", err)
	}
	var wg sync.WaitGroup
	for range 4 { // servers that start at once
		wg.Go(func() {
			if err := postgres.Migrate(t.Context(), url); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	log := open(t, pool, postgres.Options{})
	before, err := log.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	appendTo(t, log, "s", 0, 1)
	if err := postgres.Migrate(t.Context(), url); err != nil {
		t.Error("again:", err)
	}
	if after, err := log.Info(t.Context()); err != nil || after.Store != before.Store || after.Epoch != before.Epoch || after.Head != 1 {
		t.Errorf("migrating again made %+v of %+v, %v", after, before, err)
	}
	exec(t, other(t, pool), "update es.meta set schema = schema + 1")
	if _, err := postgres.Open(t.Context(), pool, postgres.Options{}); err == nil {
		t.Error("opened a log of a later schema")
	}
	if err := postgres.Migrate(t.Context(), url); err == nil {
		t.Error("migrated a log of a later schema")
	}
}

// Whatever the database's defaults, as long as the session is ours.
func TestSettingsOfOthers(t *testing.T) {
	t.Parallel()
	pool := database(t)
	for _, setting := range []string{"default_transaction_isolation = serializable", "synchronous_commit = off", "plan_cache_mode = force_custom_plan"} {
		exec(t, other(t, pool), "do $$ begin execute format('alter database %I set "+setting+"', current_database()); end $$")
	}
	log := open(t, pool, postgres.Options{})
	var wg sync.WaitGroup
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		wg.Go(func() { appendTo(t, log, name, 0, 2) })
	}
	wg.Wait()
	if s, err := log.Stats(t.Context()); err != nil || s.Events != 12 || s.Streams != 6 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestStats(t *testing.T) {
	t.Parallel()
	log := open(t, database(t), postgres.Options{})
	empty, err := log.Stats(t.Context())
	if err != nil || empty.Events != 0 || empty.Streams != 0 || !empty.First.IsZero() {
		t.Errorf("an empty log has %+v, %v", empty, err)
	}
	appendTo(t, log, "a", 0, 3)
	appendTo(t, log, "a", 3, 1)
	appendTo(t, log, "b", 0, 1)
	s, err := log.Stats(t.Context())
	if err != nil || s.Events != 5 || s.Streams != 2 || s.Head != 5 || s.Bytes == 0 || s.First.IsZero() || !s.Last.After(s.First) {
		t.Errorf("the log has %+v, %v", s, err)
	}
	if _, err := log.Append(t.Context(), "a", 0, []eventstore.Event{event()}); err == nil {
		t.Error("a stale append was written")
	}
	if again, err := log.Stats(t.Context()); err != nil || again != s {
		t.Errorf("a conflict made %+v of %+v, %v", again, s, err)
	}
}
