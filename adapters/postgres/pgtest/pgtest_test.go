package pgtest_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var migrated atomic.Int32

var extra = pgtest.Template("extra", func(ctx context.Context, url string) error {
	migrated.Add(1)
	return exec(ctx, url, "create table public.extra (n int)")
})

func exec(ctx context.Context, url, sql string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, sql)
	return errors.Join(err, conn.Close(ctx))
}

func TestDatabasesAreAlikeAndApart(t *testing.T) {
	t.Parallel()
	var mutex sync.Mutex
	var urls []string
	t.Run("clone", func(t *testing.T) {
		for range 6 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				url := pgtest.New(t, extra, pgtest.Keys)
				for _, table := range []string{"app.limits", "keys.subjects"} {
					if err := exec(t.Context(), url, "select from "+table); err != nil {
						t.Error(err)
					}
				}
				// A unique index would refuse a second database's row in a shared table.
				if err := exec(t.Context(), url, "create unique index on public.extra (n); insert into public.extra values (1)"); err != nil {
					t.Error(err)
				}
				mutex.Lock()
				defer mutex.Unlock()
				urls = append(urls, url)
			})
		}
	})
	if n := migrated.Load(); n != 1 {
		t.Errorf("the template was migrated %d times", n)
	}
	for _, url := range urls {
		if err := exec(t.Context(), url, "select 1"); err == nil || !strings.Contains(err.Error(), "does not exist") {
			t.Errorf("%s outlives its test: %v", url, err)
		}
	}
}

func TestDatabaseHasOnlyWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	if err := exec(t.Context(), url, "select from app.tokens"); err != nil {
		t.Error(err)
	}
	if err := exec(t.Context(), url, "select from keys.subjects"); err == nil {
		t.Error("schema keys is there unasked")
	}
}

// A server for measuring flushes; the one for testing does not.
func TestDurable(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{pgtest.New(t, pgtest.Keys): "off", pgtest.Durable(t, pgtest.Keys): "on"} {
		conn, err := pgx.Connect(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
		var fsync, synchronous string
		if err := conn.QueryRow(t.Context(), "select current_setting('fsync'), current_setting('synchronous_commit') where not exists (select from keys.subjects)").
			Scan(&fsync, &synchronous); err != nil || fsync != want || synchronous != want {
			t.Errorf("fsync %s, synchronous_commit %s, want %s: %v", fsync, synchronous, want, err)
		}
	}
}
