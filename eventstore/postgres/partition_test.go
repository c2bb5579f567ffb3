package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/logtest"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

// partitioning is the operators' guide's SQL, with partitions that tests can fill: up to 2 in the first, 24, 81, 192, … in
// the next.
func partitioning() (string, error) {
	guide, err := os.ReadFile("../README.md")
	if err != nil {
		return "", err
	}
	_, sql, _ := strings.Cut(string(guide), "## Past 200 million events")
	_, sql, _ = strings.Cut(sql, "```sql\n")
	sql, _, found := strings.Cut(sql, "```")
	if !found {
		return "", fmt.Errorf("the guide does not say how to partition")
	}
	return strings.NewReplacer(
		"300000000", "3", "for n in 3..10", "for n in 1..14", "n * step, (n + 1) * step", "3 * n * n * n, 3 * (n + 1) * (n + 1) * (n + 1)",
		"grant select on es.events to casetrail_server;", "", // a role that tests do not have
	).Replace(sql), nil
}

var inPartitions = pgtest.Template("log in partitions", migratePartitioned)

// migratePartitioned makes a log and does with it what the guide says.
func migratePartitioned(ctx context.Context, url string) error {
	sql, err := partitioning()
	if err == nil {
		err = postgres.Migrate(ctx, url)
	}
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.PgConn().Exec(ctx, sql).ReadAll()
	return err
}

// A log in partitions keeps every promise of a log.
func TestLogInPartitions(t *testing.T) {
	t.Parallel()
	used := &databases{t: t, schema: inPartitions, migrate: migratePartitioned, free: make(chan string, 100)}
	logtest.Run(t, logtest.Store{Name: "postgres in partitions", Open: func(t testing.TB) logtest.Instance { return instance(t, used.lend(t)) }})
}

// What lies in a log stays where it is when the log is split, and what no index says over partitions the functions still do.
func TestPartitioning(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t, schema)
	pool := connect(t, url, nil)
	log := open(t, pool, postgres.Options{})
	old := appendTo(t, log, "old", 0, 2)
	if err := migratePartitioned(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	for i := range 5 { // each stream lies in partitions before and behind
		appendTo(t, log, "old", domain.Revision(2+3*i), 3)
		appendTo(t, log, fmt.Sprint("s-", i), 0, 3)
	}
	again, err := log.Append(t.Context(), "old", 0, old)
	if err != nil || again.Revision != 2 || again.Position != 2 {
		t.Errorf("a repeat of what lies in the first partition: %+v, %v", again, err)
	}
	var conflict *eventstore.ConflictError
	if _, err := log.Append(t.Context(), "old", 1, []eventstore.Event{event()}); !errors.As(err, &conflict) || conflict.Have != 17 {
		t.Errorf("stale: %v", err)
	}
	n := 0
	for r, err := range log.Read(t.Context(), "old", 0) {
		if n++; err != nil || r.Revision != domain.Revision(n) {
			t.Fatalf("read revision %d, want %d: %v", r.Revision, n, err)
		}
	}
	s, err := log.Stats(t.Context())
	if err != nil || n != 17 || s.Events != 32 || s.Streams != 6 || s.Bytes < 8192*8 {
		t.Errorf("%d events of a stream; %+v, %v", n, s, err)
	}
	conn := other(t, pool)
	var partitions int
	if err := conn.QueryRow(t.Context(), "select count(distinct tableoid) from es.events").Scan(&partitions); err != nil || partitions != 3 {
		t.Errorf("the events lie in %d partitions, want 3: %v", partitions, err)
	}
	for _, table := range []string{"es.events", "es.events_0", "es.events_1", "es.events_14"} {
		var refused *pgconn.PgError
		if _, err := conn.Exec(t.Context(), "delete from "+table); !errors.As(err, &refused) || !strings.Contains(refused.Message, "append-only") {
			t.Errorf("deleting from %s: %v", table, err)
		}
	}
}

// What a partition is said to be set to is what the schema sets the table to.
func TestAutovacuumOfWhatIsOnlyInserted(t *testing.T) {
	t.Parallel()
	conn := other(t, connect(t, pgtest.New(t, inPartitions), nil))
	const want = "{autovacuum_vacuum_insert_scale_factor=0,autovacuum_vacuum_insert_threshold=50000,autovacuum_analyze_scale_factor=0,autovacuum_analyze_threshold=50000,autovacuum_freeze_min_age=0}"
	for _, table := range []string{"es.events_0", "es.events_1", "es.events_14"} {
		var is string
		if err := conn.QueryRow(t.Context(), "select reloptions::text from pg_class where oid = $1::text::regclass", table).Scan(&is); err != nil || is != want {
			t.Errorf("%s: %s, %v", table, is, err)
		}
	}
}
