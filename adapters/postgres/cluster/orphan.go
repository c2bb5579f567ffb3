package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// stopOrphan stops a server that an earlier process left running on our data.
// We hold the lock of the folder, so no living process of ours wants it.
//
// The file postmaster.pid alone proves nothing, since after a crash its
// process id may be anybody's: only a server that answers on the socket that
// the file names is stopped. Anything else is left to PostgreSQL's own checks.
func stopOrphan(ctx context.Context, p place, bindir string) error {
	socket, err := orphanSocket(p)
	if err != nil || socket == "" {
		return err
	}
	if !answered(probe(ctx, socketURL(socket, "postgres"))) {
		return awaitGone(ctx, p)
	}
	out, err := p.owner.command(ctx, filepath.Join(bindir, "pg_ctl"), "stop", "-D", p.data(), "-m", "fast", "-w", "-t", "60").CombinedOutput()
	if err != nil {
		if left, readErr := orphanSocket(p); readErr == nil && left == "" {
			return nil // it was ending anyway, and won the race
		}
		return fmt.Errorf("a server left from an earlier run does not stop: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

// awaitGone gives a server that no longer listens a moment to end.
func awaitGone(ctx context.Context, p place) error {
	for range 20 {
		if socket, err := orphanSocket(p); err != nil || socket == "" {
			return err
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
	return nil // a stale file: PostgreSQL sees that for itself
}

// orphanSocket returns the socket folder that postmaster.pid names, "" if
// there is no such file. The folder stands on the fifth line.
func orphanSocket(p place) (string, error) {
	text, err := os.ReadFile(filepath.Join(p.data(), "postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) < 5 || lines[4] == "" {
		return "", nil // cut off while starting: it never listened
	}
	return lines[4], nil
}
