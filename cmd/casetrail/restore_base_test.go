package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest/wreck"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/projections"
)

// The databases are brought back by PostgreSQL's own tools, from a base backup that was taken while people worked; what came
// after it is lost, and named.
func TestABaseBackupComesBack(t *testing.T) {
	t.Parallel()
	inTables(t)
	server := wreck.Start(t, wreck.Options{})
	server.Create("casetrail")
	server.Create("keys")
	p := newProgram(t, "DATABASE_URL="+server.Direct("casetrail"), "CASETRAIL_KEYS_URL="+server.Direct("keys"))
	secrets := filepath.Join(p.dir, "secrets.json")
	p.must(0, p.run("", "migrate", "--new-secrets", secrets))
	p = p.with("CASETRAIL_SECRETS=" + secrets)
	p.must(0, p.run("", "simulate", "--cases", "5", "--days", "60", "--until", "2026-10-31"))
	saved := p.object(p.must(0, p.run("", "log", "stats", "--json")))["head"]
	back := server.BaseBackup(t)
	lost := strings.TrimSpace(p.must(0, p.run(patsData, receive("I-765")...)).out)
	head, epoch := headOf(t, server.Direct("casetrail"))

	r := p.with("DATABASE_URL="+back.URL("casetrail"), "CASETRAIL_KEYS_URL="+back.URL("keys"))
	said := r.object(r.must(0, r.run("", "restore", "--in-place", "--known", projections.Token(head, epoch), "--json")))
	if named := said["lost"].(map[string]any); named["after"] != saved || named["through"] != float64(head) || said["epoch"] == epoch.String() {
		t.Errorf("restored %v, of %v events; the last position was %d of epoch %s", said, saved, head, epoch)
	}
	r.must(0, r.run("", "log", "verify"))
	r.must(exitRefused, r.run("", "case", "show", lost))
	r.must(0, r.run(patsData, receive("I-130")...))
}

// headOf is how far a log is, and in which life.
func headOf(t *testing.T, database string) (head domain.Position, epoch uuid.UUID) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	if err := conn.QueryRow(t.Context(), `select (select max(position) from es.events), epoch from es.meta`).Scan(&head, &epoch); err != nil {
		t.Fatal(err)
	}
	return head, epoch
}
