package cluster

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// initialize makes the data folder if there is none. It is made beside its
// place and moved there when complete, so that a start that was cut off
// leaves nothing half made behind.
func initialize(ctx context.Context, p place, bindir string, isDurable bool) error {
	if _, err := os.Stat(p.data()); err == nil {
		return nil
	}
	making := p.data() + ".making"
	if err := os.RemoveAll(making); err != nil {
		return err
	}
	args := []string{"-D", making, "-U", superuser, "-A", "trust", "-E", "UTF8", "--locale", locale(), "--no-instructions"}
	if isDurable {
		args = append(args, "--data-checksums")
	} else {
		args = append(args, "--no-sync")
	}
	out, err := p.owner.command(ctx, filepath.Join(bindir, "initdb"), args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return os.Rename(making, p.data())
}

// locale sorts by code point on every system, so that an index made on one
// is right on another.
func locale() string {
	if runtime.GOOS == "linux" {
		return "C.UTF-8"
	}
	return "C"
}
