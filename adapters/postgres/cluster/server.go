package cluster

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// server is one run of the postgres program.
type server struct {
	cmd   *exec.Cmd
	ended chan struct{} // closed when the process is gone
}

// launch starts the server and waits until it takes connections. A server of
// an earlier run may still be dying and hold the data; that passes, so it is
// tried again for a while.
func launch(ctx context.Context, p place, bindir string, args, env []string, url string) (*server, error) {
	const patience = 10 * time.Second
	for begun := time.Now(); ; {
		s, said, err := launchOnce(ctx, p, bindir, args, env, url)
		if err == nil {
			return s, nil
		}
		if !dataHeld(said) || time.Since(begun) > patience || pause(ctx, 200*time.Millisecond) != nil {
			return nil, fmt.Errorf("PostgreSQL did not start: %w; the end of its log %s:\n%s", err, p.log(), said)
		}
	}
}

// launchOnce tries once; said is what the server logged when it failed.
func launchOnce(ctx context.Context, p place, bindir string, args, env []string, url string) (s *server, said string, err error) {
	log, end, err := openLog(p.log())
	if err != nil {
		return nil, "", err
	}
	defer log.Close()
	// Not ctx: the server lives longer than the call that starts it.
	cmd := p.owner.command(context.Background(), filepath.Join(bindir, "postgres"), append([]string{"-D", p.data()}, args...)...)
	cmd.Env = append(cmd.Env, env...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return nil, "", err
	}
	s = &server{cmd: cmd, ended: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // how it ended is in its log, and in cmd.ProcessState
		close(s.ended)
	}()
	if err := s.awaitReady(ctx, url); err != nil {
		s.kill()
		return nil, tail(p.log(), end), err
	}
	return s, "", nil
}

// dataHeld says whether a start failed because another server has the data.
func dataHeld(log string) bool {
	return strings.Contains(log, `lock file "postmaster.pid" already exists`) ||
		strings.Contains(log, "pre-existing shared memory block")
}

// awaitReady returns when the server takes connections or is gone. After a
// crash it replays its log first, for as long as that takes.
func (s *server) awaitReady(ctx context.Context, url string) error {
	for {
		if probe(ctx, url) == nil {
			return nil
		}
		select {
		case <-s.ended:
			return errors.New(s.cmd.ProcessState.String())
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// end asks for a fast shutdown, and forces it when the context ends first.
func (s *server) end(ctx context.Context) error {
	_ = s.cmd.Process.Signal(syscall.SIGINT) // fails only when it is gone already
	select {
	case <-s.ended:
		return nil
	case <-ctx.Done():
		s.kill()
		return fmt.Errorf("PostgreSQL was stopped at once: %w", ctx.Err())
	}
}

// kill ends the server at once; PostgreSQL recovers from it at its next start.
func (s *server) kill() {
	_ = s.cmd.Process.Signal(syscall.SIGQUIT) // fails only when it is gone already
	select {
	case <-s.ended:
	case <-time.After(10 * time.Second):
		_ = s.cmd.Process.Kill() // as above
		<-s.ended
	}
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
