package pgdump

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func execute(t testing.TB, url string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	for _, sql := range statements {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

func TestADatabaseComesBack(t *testing.T) {
	t.Parallel()
	from, to, file := pgtest.New(t), pgtest.New(t), filepath.Join(t.TempDir(), "it's a dump")
	execute(t, from, "create schema kept", "create table kept.words as select 'secret word' as word", "create schema other", "create table other.gone ()")
	execute(t, to, "drop schema app cascade", "drop table casetrail_migrations")
	if err := Save(t.Context(), from+"&pool_max_conns=3", file, "--exclude-schema=other"); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("who may read it: %v, %v", info.Mode(), err)
	}
	if err := Restore(t.Context(), to, file); err != nil {
		t.Fatal(err)
	}
	execute(t, to, "do $$ begin assert (select word from kept.words) = 'secret word' and to_regnamespace('other') is null; end $$")

	err := Restore(t.Context(), to, file) // nothing of it a second time
	if err == nil || !strings.Contains(err.Error(), "already exists") || strings.Contains(err.Error(), "\n") {
		t.Errorf("into a database that is not empty: %v", err)
	}
}

func TestAFailureSaysWhyInOneLine(t *testing.T) {
	t.Parallel()
	err := Save(t.Context(), "postgres://casetrail:sesame@127.0.0.1:1/nowhere", filepath.Join(t.TempDir(), "dump"))
	if err == nil || !strings.Contains(err.Error(), "pg_dump: ") || !strings.Contains(err.Error(), "connection to server") || strings.Contains(err.Error(), "sesame") {
		t.Errorf("a server that does not answer: %v", err)
	}
	if err := Save(t.Context(), "host=localhost password=sesame", filepath.Join(t.TempDir(), "dump")); err == nil || strings.Contains(err.Error(), "sesame") {
		t.Errorf("no URL: %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := Save(ended, pgtest.New(t), filepath.Join(t.TempDir(), "dump")); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

func TestThePasswordStandsOnNoCommandLine(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"postgres://me:sesame@db.example/log?sslmode=require&pool_max_conns=9": "postgres://me@db.example/log?sslmode=require",
		"postgres:///log?host=/run/my%20sockets&user=me&password=sesame":       "postgres:///log?host=%2Frun%2Fmy%20sockets&user=me",
	} {
		name, password, err := connection(url)
		if err != nil || name != want || password != "sesame" {
			t.Errorf("%s: %s, %q, %v", url, name, password, err)
		}
	}
}

func TestTheProgramsOfOneFolderAreUsed(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("CASETRAIL_PG_BIN", dir)
	if _, err := find(t.Context(), "pg_dump"); err == nil {
		t.Error("a program that is not there is found")
	}
	want := filepath.Join(dir, "pg_dump")
	if err := os.WriteFile(want, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got, err := find(t.Context(), "pg_dump"); err != nil || got != want {
		t.Errorf("%s, %v", got, err)
	}
}
