package cluster

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"sync"
)

// watch is a small shell process that ends the server when ours is gone. It
// reads from a pipe whose other end only we hold; the kernel closes that when
// we end, also by kill -9 or by the test binary's own timeout. Without it, each
// of those would leave a server behind.
type watch struct {
	cmd  *exec.Cmd
	pipe io.Closer
	once sync.Once
}

// The server is named by its process id and not by its folder, so that a
// server which a next start has put there by then is not ended in its place.
const (
	endServer    = `read -r _; kill -INT "$0"`
	endAndRemove = `read -r _; kill -QUIT "$0"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	kill -0 "$0" || break
	sleep 0.1
done
dir=$1; shift
rm -rf "$@"; rmdir "$dir"`
)

// watchOver starts the watch over the cluster's server.
func (c *Cluster) watchOver() (*watch, error) {
	args := []string{"-c", endServer, strconv.Itoa(c.server.cmd.Process.Pid)}
	if c.options.ThrowAway {
		args[1] = endAndRemove
		args = append(append(args, c.place.dir), c.leavings()...)
	}
	// Not a context that ends: the watch is for when nobody is left to end it.
	// It runs as ourselves: the server's user could not remove our files.
	cmd := account{}.command(context.Background(), "/bin/sh", args...)
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("watch over PostgreSQL: %w", err)
	}
	w := &watch{cmd: cmd, pipe: pipe}
	go func() {
		<-c.server.ended // from here on the process id may become another's
		w.dismiss()
	}()
	return w, nil
}

// dismiss ends the watch without a deed. It may be called twice.
func (w *watch) dismiss() {
	w.once.Do(func() {
		_ = w.cmd.Process.Kill() // first: a closed pipe is what it waits for
		_ = w.pipe.Close()
		_ = w.cmd.Wait() // killed, as it should be
	})
}
