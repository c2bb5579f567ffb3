package cluster

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"github.com/casetrail/casetrail/adapters/debian"
)

// BinEnv names the folder of the PostgreSQL server binaries to use, before any
// other place is looked at.
const BinEnv = "CASETRAIL_PG_BIN"

// packaged are the folders that system packages and Homebrew install to.
var packaged = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
}

// Find returns the folder of the PostgreSQL server binaries: from
// CASETRAIL_PG_BIN, PATH, the folders of system packages, newest first, or
// Homebrew. When there is none, it brings Debian's package (progress goes to
// log) and otherwise says what to install.
func Find(ctx context.Context, log io.Writer) (string, error) {
	return find(ctx, log, 0)
}

// Installed is Find, but installs nothing.
func Installed(ctx context.Context) (string, error) { return choose(ctx, 0) }

// find is Find for data that only one major version can read; 0 means any.
func find(ctx context.Context, log io.Writer, major int) (string, error) {
	bindir, err := choose(ctx, major)
	if !errors.Is(err, errNone) {
		return bindir, err
	}
	if err := install(ctx, log, err); err != nil {
		return "", err
	}
	return choose(ctx, major)
}

// errNone says that no server binaries are installed at all.
var errNone = errors.New("no PostgreSQL server (postgres, initdb, pg_ctl) was found")

// choose returns the first usable installation, without installing anything.
func choose(ctx context.Context, major int) (string, error) {
	if dir := os.Getenv(BinEnv); dir != "" {
		if !complete(dir) {
			return "", fmt.Errorf("%s=%s: postgres, initdb and pg_ctl are not all there", BinEnv, dir)
		}
		return dir, usable(ctx, dir, major)
	}
	dirs := append(onPath(), packages(append(packaged, debian.Programs(unpacked)))...)
	if len(dirs) == 0 {
		return "", errNone
	}
	var refused []error
	for _, dir := range dirs {
		err := usable(ctx, dir, major)
		if err == nil {
			return dir, nil
		}
		refused = append(refused, err)
	}
	return "", errors.Join(refused...)
}

// usable says why the installation in dir cannot serve data of this major.
func usable(ctx context.Context, dir string, major int) error {
	got, err := majorVersion(ctx, dir)
	switch {
	case err != nil:
		return err
	case got < MinVersion:
		return fmt.Errorf("%s is PostgreSQL %d; at least %d is needed", dir, got, MinVersion)
	case major != 0 && got != major:
		return fmt.Errorf("%s is PostgreSQL %d, but the data was made by PostgreSQL %d: install that version, or set %s",
			dir, got, major, BinEnv)
	}
	return nil
}

// complete says whether dir holds every binary that a cluster needs.
func complete(dir string) bool {
	for _, name := range []string{"postgres", "initdb", "pg_ctl"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
			return false
		}
	}
	return true
}

// onPath returns the real folders of the servers on PATH. Links are resolved
// first, since a folder of links holds some of the binaries only.
func onPath() []string {
	var dirs []string
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if !filepath.IsAbs(dir) {
			continue
		}
		real, err := filepath.EvalSymlinks(filepath.Join(dir, "postgres"))
		if err != nil {
			continue
		}
		if dir = filepath.Dir(real); complete(dir) && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// packages returns the complete installations that match, pattern by pattern,
// the newest of a pattern first.
func packages(patterns []string) []string {
	var dirs []string
	for _, pattern := range patterns {
		found, _ := filepath.Glob(pattern) // the patterns are constants: no error
		found = slices.DeleteFunc(found, func(dir string) bool { return !complete(dir) })
		slices.SortFunc(found, func(a, b string) int { return cmp.Compare(numberIn(b), numberIn(a)) })
		dirs = append(dirs, found...)
	}
	return dirs
}

var lastNumber = regexp.MustCompile(`(\d+)\D*$`)

// numberIn reads the version out of a folder's path, so that 9 is older than 15.
func numberIn(dir string) int {
	m := lastNumber.FindStringSubmatch(dir)
	if m == nil {
		return 0 // no number sorts last
	}
	n, _ := strconv.Atoi(m[1]) // digits only: at worst too many, which sorts last as well
	return n
}
