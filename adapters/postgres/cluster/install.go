package cluster

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
)

const howToInstall = `install the PostgreSQL server, version 14 or newer:
  Debian, Ubuntu: apt-get install postgresql
  Fedora:         dnf install postgresql-server
  macOS:          brew install postgresql@17
or name the folder of its binaries in ` + BinEnv

// install installs the server on a Debian-like system if we are root; why is
// what is returned, with advice, when that cannot be done.
func install(ctx context.Context, log io.Writer, why error) error {
	aptGet, err := exec.LookPath("apt-get")
	if err != nil || os.Geteuid() != 0 {
		return fmt.Errorf("%w; %s", why, howToInstall)
	}
	fmt.Fprintln(log, "PostgreSQL is not installed: installing the package postgresql")
	for _, args := range [][]string{
		{"update"},
		{"install", "--yes", "--no-install-recommends", "postgresql"},
	} {
		cmd := exec.CommandContext(ctx, aptGet, args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		cmd.Stdout, cmd.Stderr = log, log
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%w; apt-get %s failed: %w; %s", why, args[0], err, howToInstall)
		}
	}
	return nil
}
