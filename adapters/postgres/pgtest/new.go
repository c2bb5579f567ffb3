package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// New returns the URL of a fresh database with schema app and the schemas
// asked for, migrated in that order. It is dropped when the test ends.
func New(t testing.TB, schemas ...Schema) string {
	t.Helper()
	admin, err := adminURL()
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return newOn(t, admin, schemas)
}

// Durable is New on a server of this test alone, one that flushes: see
// StartDurable.
func Durable(t testing.TB, schemas ...Schema) string {
	t.Helper()
	server, err := StartDurable(context.Background()) // not the test's: it ends before the cleanup
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	return newOn(t, server.URL, schemas)
}

func newOn(t testing.TB, admin string, schemas []Schema) string {
	t.Helper()
	ctx := context.Background() // not the test's: it ends before the cleanup
	template, err := ensureTemplate(ctx, admin, append([]Schema{app}, schemas...))
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	name := "test_" + strings.ToLower(rand.Text()[:16])
	if err := clone(ctx, admin, template, name); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		if err := drop(ctx, admin, name); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	fresh, err := withDatabase(admin, name)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return fresh
}

// clone makes a database from a template.
func clone(ctx context.Context, admin, template, name string) error {
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	sql := "create database " + name + " template " + template
	if !strings.HasPrefix(conn.PgConn().ParameterStatus("server_version"), "14") {
		sql += " strategy file_copy" // the only way of version 14, and no word of it
	}
	_, err = conn.Exec(ctx, sql)
	return err
}

// drop deletes a database, whoever is still connected to it.
func drop(ctx context.Context, admin, name string) error {
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "drop database if exists "+name+" with (force)")
	return err
}

// withDatabase is the URL of another database of the same server.
func withDatabase(admin, name string) (string, error) {
	u, err := url.Parse(admin)
	if err != nil || u.Scheme == "" {
		return "", errors.New(ClusterEnv + " is not a URL")
	}
	u.Path = "/" + name
	return u.String(), nil
}
