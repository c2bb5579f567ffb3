package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// fetch installs the packages that dir's lock file names into a temporary folder: USWDS alone is thousands of files, of
// which few are needed, and none should lie where Go looks for packages. No package may run a script.
func fetch(ctx context.Context, dir string) (modules string, err error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", errors.New("npm, which comes with Node.js, was not found; it is needed to fetch the style sheet: " +
			"on Debian and Ubuntu `apt-get install nodejs npm`, elsewhere see nodejs.org")
	}
	work, err := os.MkdirTemp("", "casetrail-npm-")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(work))
		}
	}()
	for _, name := range []string{"package.json", "package-lock.json"} {
		if err := copyFile(filepath.Join(dir, name), filepath.Join(work, name)); err != nil {
			return "", err
		}
	}
	cmd := exec.CommandContext(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
	cmd.Dir = work
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	return filepath.Join(work, "node_modules"), nil
}

func copyFile(from, to string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o644)
}
