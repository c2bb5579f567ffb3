package wreck

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/casetrail/casetrail/adapters/postgres/cluster"
)

// BaseBackup takes a base backup while the server runs, as its operators' tools do, and answers the server that comes up from
// it. That one ends with the test.
func (s *Server) BaseBackup(t testing.TB) *cluster.Cluster {
	t.Helper()
	dir, err := os.MkdirTemp("", "wreck-base-")
	if err == nil {
		t.Cleanup(func() { _ = os.RemoveAll(dir) }) // what the server left there
		err = os.Chmod(dir, 0o711)                  // the server's user must get through it, under root
	}
	if err == nil {
		err = s.copyTo(filepath.Join(dir, "postgres"))
	}
	if err != nil {
		t.Fatal(err)
	}
	c, err := cluster.Start(context.Background(), cluster.Options{Dir: dir, Durable: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Stop(context.Background()) })
	return c
}

// copyTo makes the home of a cluster, of the same user.
func (s *Server) copyTo(home string) error {
	bin, err := cluster.Installed(context.Background())
	if err != nil {
		return err
	}
	if err := os.Mkdir(home, 0o700); err != nil {
		return err
	}
	data := filepath.Join(home, "data")
	out, err := exec.Command(filepath.Join(bin, "pg_basebackup"), "-d", s.Direct("postgres"), "-D", data, "-X", "stream", "-c", "fast").CombinedOutput()
	if err != nil {
		return fmt.Errorf("pg_basebackup: %w: %s", err, out)
	}
	of, err := os.Stat(filepath.Join(s.home(), "postgres"))
	if err != nil {
		return err
	}
	owner := of.Sys().(*syscall.Stat_t)
	return filepath.WalkDir(home, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, int(owner.Uid), int(owner.Gid))
	})
}
