package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// port is only part of the socket's name: nothing listens on a network.
const port = "5432"

// maxSocketPath is what the shortest of the supported systems (macOS) leaves
// for the path of a socket; Linux takes 107 bytes.
const maxSocketPath = 103

// socketFolder makes a short, private folder for the server's socket.
func socketFolder(ctx context.Context, p place) (string, error) {
	name := "casetrail-" + shortHash(p.dir)
	var failed []error
	for _, parent := range []string{os.TempDir(), "/tmp"} {
		dir := filepath.Join(parent, name)
		err := privateFolder(ctx, p.owner, dir)
		if err == nil {
			return dir, nil
		}
		failed = append(failed, err)
	}
	dir, err := os.MkdirTemp("/tmp", name+"-") // somebody sits on the plain name
	if err == nil {
		err = privateFolder(ctx, p.owner, dir)
	}
	if err != nil {
		return "", fmt.Errorf("no folder for the socket: %w", errors.Join(append(failed, err)...))
	}
	return dir, nil
}

// privateFolder makes dir, or takes it over from an earlier start. A folder
// that somebody else put there is refused: what listens in it would be trusted.
func privateFolder(ctx context.Context, owner account, dir string) error {
	if path := socketPath(dir); len(path) > maxSocketPath {
		return fmt.Errorf("%s is too long for a socket", path)
	}
	err := os.Mkdir(dir, 0o700)
	if err != nil && !os.IsExist(err) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a folder", dir)
	}
	found, err := ownerOf(info)
	if err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	if found.uid != owner.uid && found.other {
		return fmt.Errorf("%s belongs to user id %d, not to %d", dir, found.uid, owner.uid)
	}
	if err := owner.give(dir); err != nil {
		return err
	}
	if owner.other && !owner.canEnter(ctx, dir) {
		return errors.Join(fmt.Errorf("user id %d cannot enter %s", owner.uid, dir), os.Remove(dir))
	}
	return nil
}

func socketPath(dir string) string {
	return filepath.Join(dir, ".s.PGSQL."+port)
}

// socketURL is the libpq URL of one database behind the socket in dir.
func socketURL(dir, database string) string {
	query := url.Values{"host": {dir}, "port": {port}, "user": {superuser}, "sslmode": {"disable"}}
	text := query.Encode()
	text = strings.ReplaceAll(text, "%2F", "/") // may stand in a query, and reads better
	return "postgres:///" + url.PathEscape(database) + "?" + text
}
