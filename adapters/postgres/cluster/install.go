package cluster

import (
	"context"
	"fmt"
	"io"

	"github.com/casetrail/casetrail/adapters/debian"
)

// unpacked names the set of packages of somebody who may not install any.
const unpacked = "postgresql"

const howToInstall = `install the PostgreSQL server, version 14 or newer:
  Debian, Ubuntu: apt-get install postgresql
  Fedora:         dnf install postgresql-server
  macOS:          brew install postgresql@17
or name the folder of its binaries in ` + BinEnv

// install brings the server from Debian's packages; why is what is returned, with advice, when that cannot be done.
func install(ctx context.Context, log io.Writer, why error) error {
	fmt.Fprintln(log, "PostgreSQL is not installed: looking for Debian's package postgresql")
	if err := debian.Bring(ctx, log, unpacked, []string{"postgresql"}, "usr/lib/postgresql/*/bin/*"); err != nil {
		return fmt.Errorf("%w; %w; %s", why, err, howToInstall)
	}
	return nil
}
