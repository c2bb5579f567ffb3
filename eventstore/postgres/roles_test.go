package postgres_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

// grants are those that the operators' guide gives, for a role of this test.
func grants(t *testing.T, role string) []string {
	t.Helper()
	guide, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, sql, _ := strings.Cut(string(guide), "create role casetrail_server login;\n")
	sql, _, found := strings.Cut(sql, "```")
	if !found {
		t.Fatal("the guide has no grants")
	}
	return strings.Split(strings.TrimSpace(strings.ReplaceAll(sql, "casetrail_server", role)), "\n")
}

// With the guide's grants a server can do all that it must, and cannot write into the table.
func TestServerWithoutOwnership(t *testing.T) {
	t.Parallel()
	owner := database(t)
	admin := other(t, owner)
	role := "server_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	exec(t, admin, "create role "+role+" login")
	t.Cleanup(func() {
		for _, sql := range []string{"drop owned by " + role, "drop role " + role} {
			if _, err := admin.Exec(context.WithoutCancel(t.Context()), sql); err != nil {
				t.Error(err)
			}
		}
	})
	statements := grants(t, role)
	for _, sql := range statements[:len(statements)-1] { // all but appending
		exec(t, admin, sql)
	}
	config := owner.Config()
	config.ConnConfig.User = role
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	log := open(t, pool, postgres.Options{})
	if _, err := log.Append(t.Context(), "s", 0, []eventstore.Event{event()}); !errors.Is(err, eventstore.ErrForbidden) {
		t.Errorf("appending without the grant: %v", err)
	}
	exec(t, admin, statements[len(statements)-1])
	appendTo(t, log, "s", 0, 1)
	if _, err := log.Stats(t.Context()); err != nil {
		t.Error(err)
	}
	for b, err := range log.Follow(t.Context(), 0) {
		if err != nil || b.Through != 1 {
			t.Errorf("followed through %d: %v", b.Through, err)
		}
		break
	}
	var refused *pgconn.PgError
	for _, sql := range []string{
		"insert into es.events select 2, stream, 2, event_id, type, recorded_at, data, meta from es.events",
		"alter table es.events disable trigger append_only", "update es.meta set schema = 2", "select es.begin_append()",
	} {
		if _, err := pool.Exec(t.Context(), sql); !errors.As(err, &refused) || refused.Code != "42501" {
			t.Errorf("%s: %v", sql, err)
		}
	}
	exec(t, admin, "revoke select on es.events from "+role)
	for _, err := range log.Read(t.Context(), "s", 0) {
		if !errors.Is(err, eventstore.ErrForbidden) {
			t.Errorf("reading without the grant: %v", err)
		}
	}
	for _, err := range log.Follow(t.Context(), 0) {
		if !errors.Is(err, eventstore.ErrForbidden) {
			t.Errorf("following without the grant: %v", err)
		}
	}
}
