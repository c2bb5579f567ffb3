// Package pgdump saves a database to a file and brings it back, with PostgreSQL's own programs.
package pgdump

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/casetrail/casetrail/adapters/postgres/cluster"
)

// Save writes a database to a new file, for its owner alone to read, in pg_dump's custom format. Arguments are pg_dump's own.
func Save(ctx context.Context, database, file string, args ...string) error {
	made, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := made.Close(); err != nil {
		return err
	}
	err = run(ctx, database, "pg_dump", append([]string{"--format=custom", "--no-owner", "--file=" + file}, args...)...)
	if err != nil {
		return errors.Join(err, os.Remove(file))
	}
	return nil
}

// Restore brings a saved database back into an empty one, all or nothing. Roles that were granted something must exist.
func Restore(ctx context.Context, database, file string) error {
	return run(ctx, database, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", file)
}

func run(ctx context.Context, database, program string, args ...string) error {
	path, err := find(ctx, program)
	if err != nil {
		return err
	}
	name, password, err := connection(database)
	if err != nil {
		return err
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, path, append([]string{"--dbname=" + name}, args...)...)
	cmd.Env, cmd.Stderr = append(os.Environ(), "LC_ALL=C"), &said
	if password != "" {
		cmd.Env = append(cmd.Env, "PGPASSWORD="+password)
	}
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("%s: %w: %s", program, err, firstError(said.String()))
	}
	return nil
}

// find looks in the folder that CASETRAIL_PG_BIN names, on PATH, and where PostgreSQL is installed.
func find(ctx context.Context, program string) (string, error) {
	if dir := os.Getenv(cluster.BinEnv); dir != "" {
		return exec.LookPath(filepath.Join(dir, program))
	}
	if path, err := exec.LookPath(program); err == nil {
		return path, nil
	}
	dir, err := cluster.Installed(ctx)
	if err != nil {
		return "", fmt.Errorf("%s was not found: install PostgreSQL's client programs, or set %s to their folder", program, cluster.BinEnv)
	}
	return exec.LookPath(filepath.Join(dir, program))
}

// known are the parameters of a URL that PostgreSQL's own programs understand; pgx has more.
var known = map[string]bool{
	"host": true, "hostaddr": true, "port": true, "dbname": true, "user": true, "passfile": true, "sslmode": true, "sslcert": true,
	"sslkey": true, "sslrootcert": true, "sslcrl": true, "connect_timeout": true, "target_session_attrs": true, "options": true,
	"channel_binding": true, "krbsrvname": true, "gssencmode": true, "keepalives": true,
}

// connection takes the password out of a URL, since other users of the machine see command lines.
func connection(database string) (name, password string, err error) {
	u, err := url.Parse(database)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return "", "", errors.New("the database must be given as a URL: postgres://…")
	}
	password, _ = u.User.Password()
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	query := u.Query()
	if p := query.Get("password"); p != "" {
		password = p
	}
	for parameter := range query {
		if !known[parameter] {
			query.Del(parameter)
		}
	}
	u.RawQuery = strings.ReplaceAll(query.Encode(), "+", "%20") // libpq reads a plus as itself
	return u.String(), password, nil
}

// firstError is what the program said went wrong, without the rows and statements that follow.
func firstError(said string) string {
	for line := range strings.Lines(said) {
		if _, what, found := strings.Cut(line, "error: "); found {
			return strings.TrimSpace(what)
		}
	}
	return "it says nothing more"
}
