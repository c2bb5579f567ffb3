package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/cluster"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest/ratio"
	logpg "github.com/casetrail/casetrail/eventstore/postgres"
)

// slowFlush is what a flush takes longer on the slow disk: about what a network disk or a spinning one takes.
const slowFlush = 10 * time.Millisecond

// slowDisk measures appends on a server each of whose flushes takes longer. The disk is the same; a few lines between the
// server and the system's library wait before each fsync and fdatasync.
func (b *bench) slowDisk(t *testing.T) {
	f := figure{
		Scenario: "slow disk", What: fmt.Sprintf("appends by 32 callers, each flush %v longer", slowFlush), Unit: "events/s",
		Against: "single-row INSERTs, a connection a caller",
	}
	library, err := slowLibrary(t)
	if err != nil {
		f.NotRun = err.Error()
		b.figures.add(f)
		return
	}
	log, pool := openBenchLog(t, slowServer(t, library))
	b.race(t, f, ratio.Race{Callers: 32}, appendOne(log), rawTable(t, pool).single(32))
}

func slowLibrary(t *testing.T) (string, error) {
	compiler, err := exec.LookPath("cc")
	if err != nil || runtime.GOOS != "linux" {
		return "", errors.New("needs Linux and a C compiler")
	}
	dir, err := os.MkdirTemp("", "casetrail-slow-") // not the test's folder: the server's user must get into it
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // in the system's temporary folder
	library := filepath.Join(dir, "slowdisk.so")
	if out, err := exec.Command(compiler, "-shared", "-fPIC", "-O1", "-o", library, "testdata/slowdisk.c", "-ldl").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	must(t, errors.Join(os.Chmod(library, 0o755), os.Chmod(dir, 0o755)))
	return library, nil
}

// slowServer has a log of its own.
func slowServer(t *testing.T, library string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "casetrail-slow-")
	must(t, err)
	must(t, os.Chmod(dir, 0o711))
	slow, err := cluster.Start(t.Context(), cluster.Options{
		Dir: dir, ThrowAway: true, Durable: true, Log: os.Stderr,
		Env: []string{"LD_PRELOAD=" + library, fmt.Sprintf("FLUSH_US=%d", slowFlush.Microseconds())},
	})
	must(t, err)
	t.Cleanup(func() { must(t, slow.Stop(context.Background())) })
	conn, err := pgx.Connect(t.Context(), slow.URL("postgres"))
	must(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), "create database slow")
	must(t, err)
	at, err := url.Parse(slow.URL("slow"))
	must(t, err)
	must(t, logpg.Migrate(t.Context(), at.String()))
	return at.String()
}
