package cluster_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/casetrail/casetrail/adapters/postgres/cluster"
)

func TestKilledProcessLeavesNoServerAndItsDataIsFound(t *testing.T) {
	t.Parallel()
	dir := enterable(t)
	program := run(t, dir, nil)
	query(t, program.url, "create table kept as select 'committed' as note")
	program.kill(t)
	c := start(t, cluster.Options{Dir: dir, Durable: true}) // at once: the old server is still there
	if got := query(t, c.URL("postgres"), "select note from kept"); got != "committed" {
		t.Fatalf("note = %q", got)
	}
}

func TestKilledThrowAwayIsDeleted(t *testing.T) {
	t.Parallel()
	dir := enterable(t)
	program := run(t, dir+" throwaway", nil)
	server := postmaster(t, filepath.Join(dir, "postgres"))
	program.kill(t)
	eventually(t, "the server ends", func() bool { return syscall.Kill(server, 0) != nil })
	eventually(t, "the folder is deleted", func() bool {
		_, err := os.Stat(dir)
		return os.IsNotExist(err)
	})
}

// Everything dies at once: program, server and the watch between them.
func TestEverythingKilledAndStartedAgain(t *testing.T) {
	t.Parallel()
	dir := enterable(t)
	program := run(t, dir, nil)
	query(t, program.url, "create table kept as select 'committed' as note")
	signalPostmaster(t, dir, syscall.SIGKILL)
	program.kill(t)
	c := start(t, cluster.Options{Dir: dir, Durable: true})
	if got := query(t, c.URL("postgres"), "select note from kept"); got != "committed" {
		t.Fatalf("note = %q", got)
	}
}
