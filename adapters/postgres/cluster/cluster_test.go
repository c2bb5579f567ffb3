package cluster_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/cluster"
)

func start(t *testing.T, o cluster.Options) *cluster.Cluster {
	t.Helper()
	c, err := cluster.Start(t.Context(), o)
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	t.Cleanup(func() {
		if err := c.Stop(context.Background()); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return c
}

// query runs one statement and returns the text that it answers, if any.
func query(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	defer conn.Close(context.Background())
	rows, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	values, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return strings.Join(values, ",")
}

// enterable is a folder that every user of the machine may enter.
func enterable(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "casetrail-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestStopTwiceAndStartAgainFindsTheData(t *testing.T) {
	t.Parallel()
	dir := enterable(t)
	first := start(t, cluster.Options{Dir: dir, Durable: true})
	query(t, first.URL("postgres"), "create table kept as select 'still here' as note")
	for range 2 {
		if err := first.Stop(t.Context()); err != nil {
			t.Fatalf("stop: %v", err)
		}
	}
	if _, err := pgx.Connect(t.Context(), first.URL("postgres")); err == nil {
		t.Fatal("a stopped cluster takes connections")
	}
	second := start(t, cluster.Options{Dir: dir, Durable: true})
	if got := query(t, second.URL("postgres"), "select note from kept"); got != "still here" {
		t.Fatalf("note = %q", got)
	}
}

func TestDurableSettingsHold(t *testing.T) {
	t.Parallel()
	c := start(t, cluster.Options{Dir: enterable(t), Durable: true})
	for setting, want := range map[string]string{
		"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on",
		"listen_addresses": "", "max_connections": "300", "idle_in_transaction_session_timeout": "30s",
		"server_encoding": "UTF8", "timezone": "UTC",
	} {
		if got := query(t, c.URL("postgres"), "show "+setting); got != want {
			t.Errorf("%s = %q, want %q", setting, got, want)
		}
	}
}

func TestServerLogHoldsNoValues(t *testing.T) {
	t.Parallel()
	c := start(t, cluster.Options{Dir: enterable(t)})
	conn, err := pgx.Connect(t.Context(), c.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	_, err = conn.Exec(t.Context(), "create table person (email text unique); insert into person values ('ana@example.org'); insert into person values ('ana@example.org')")
	if err == nil {
		t.Fatal("the second row was taken")
	}
	log, err := os.ReadFile(c.LogFile())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "duplicate key") || strings.Contains(string(log), "ana@") {
		t.Fatalf("the log should tell the error without the value:\n%s", log)
	}
}

func TestStartAfterThePostmasterWasKilled(t *testing.T) {
	t.Parallel()
	dir := enterable(t)
	first := start(t, cluster.Options{Dir: dir, Durable: true})
	query(t, first.URL("postgres"), "create table kept as select 'committed' as note")
	signalPostmaster(t, dir, syscall.SIGKILL)
	select {
	case <-first.Ended():
	case <-time.After(10 * time.Second):
		t.Fatal("the cluster does not notice that its server is gone")
	}
	if err := first.Stop(t.Context()); err != nil {
		t.Fatalf("stop after the server died: %v", err)
	}
	second := start(t, cluster.Options{Dir: dir, Durable: true})
	if got := query(t, second.URL("postgres"), "select note from kept"); got != "committed" {
		t.Fatalf("note = %q", got)
	}
}

func TestSecondStartOnOneFolderIsRefused(t *testing.T) {
	t.Parallel()
	dir := enterable(t)
	start(t, cluster.Options{Dir: dir})
	_, err := cluster.Start(t.Context(), cluster.Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "in use by another process") {
		t.Fatalf("err = %v", err)
	}
}

func TestFailedStartShowsTheEndOfTheLog(t *testing.T) {
	t.Parallel()
	dir := enterable(t)
	first := start(t, cluster.Options{Dir: dir})
	if err := first.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "postgres", "data", "postgresql.conf"), []byte("no_such_setting = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := cluster.Start(t.Context(), cluster.Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "no_such_setting") {
		t.Fatalf("err = %v", err)
	}
	if again, err2 := cluster.Start(t.Context(), cluster.Options{Dir: dir}); err2 == nil || !strings.Contains(err2.Error(), "no_such_setting") {
		t.Fatalf("the failed start kept its lock: %v %v", again, err2)
	}
}

func TestThrowAwayLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := enterable(t)
	c := start(t, cluster.Options{Dir: dir, ThrowAway: true})
	query(t, c.URL("postgres"), "create table gone as select 'x' as note")
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Fatalf("the folder is still there: %v", err)
	}
}

// signalPostmaster sends a signal to the server of the cluster in dir.
func signalPostmaster(t *testing.T, dir string, signal syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(postmaster(t, filepath.Join(dir, "postgres")), signal); err != nil {
		t.Fatal(err)
	}
}
