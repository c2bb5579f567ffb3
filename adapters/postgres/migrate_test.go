package postgres_test

import (
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/adapters/postgres"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
)

// Four servers start at once on a database that has nothing yet; a few times
// over, since without the lock they get away with it now and then.
func TestMigrateByFourAtOnce(t *testing.T) {
	t.Parallel()
	for range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			migrateByFour(t)
		})
	}
}

func migrateByFour(t *testing.T) {
	url := pgtest.New(t)
	pool := open(t, url)
	if _, err := pool.Exec(t.Context(), "drop schema app cascade; drop table casetrail_migrations"); err != nil {
		t.Fatal(err)
	}
	if pending, err := postgres.Pending(t.Context(), pool); err != nil || !pending {
		t.Fatalf("before: pending = %t, %v", pending, err)
	}
	var servers errgroup.Group
	for range 4 {
		servers.Go(func() error { return postgres.Migrate(t.Context(), url) })
	}
	if err := servers.Wait(); err != nil {
		t.Fatal(err)
	}
	current, newest, err := postgres.Version(t.Context(), pool)
	if err != nil || current != newest || newest < 7 {
		t.Fatalf("version %d of %d, %v", current, newest, err)
	}
	var rows int
	err = pool.QueryRow(t.Context(), "select count(*) from casetrail_migrations where version_id > 0").Scan(&rows)
	if err != nil || int64(rows) != newest {
		t.Fatalf("%d migrations were recorded, want each of %d once: %v", rows, newest, err)
	}
}

func TestPending(t *testing.T) {
	t.Parallel()
	pool := open(t, pgtest.New(t, pgtest.Keys))
	for _, c := range []struct {
		name, sql string
		want      bool
	}{
		{"up to date", "", false},
		{"the next program has migrated already", "insert into casetrail_migrations (version_id, is_applied) values (9999, true)", false},
		{"one is missing", "delete from casetrail_migrations where version_id >= 7", true},
	} {
		if c.sql != "" {
			exec(t, pool, c.sql)
		}
		if got, err := postgres.Pending(t.Context(), pool); err != nil || got != c.want {
			t.Errorf("%s: pending = %t, %v", c.name, got, err)
		}
	}
	if pending, err := postgres.PendingKeys(t.Context(), pool); err != nil || pending {
		t.Errorf("keys: pending = %t, %v", pending, err)
	}
	without := open(t, pgtest.New(t))
	if pending, err := postgres.PendingKeys(t.Context(), without); err != nil || !pending {
		t.Errorf("keys, never migrated: pending = %t, %v", pending, err)
	}
}

// A key that was destroyed is told from one that never was by its row.
func TestDestroyedKeyHasNoBytes(t *testing.T) {
	t.Parallel()
	pool := open(t, pgtest.New(t, pgtest.Keys))
	exec(t, pool, "insert into keys.subjects (subject, wrapped) values (gen_random_uuid(), 'key')")
	exec(t, pool, "update keys.subjects set wrapped = null, destroyed_at = now()")
	for _, sql := range []string{
		"insert into keys.subjects (subject) values (gen_random_uuid())",
		"update keys.subjects set wrapped = 'again'",
	} {
		if _, err := pool.Exec(t.Context(), sql); err == nil {
			t.Errorf("%s was taken", sql)
		}
	}
}
