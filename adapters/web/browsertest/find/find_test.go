package find

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// program puts a program by that name into a folder, and answers its path.
func program(t *testing.T, dir, name string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLook(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv(Env, "")
	program(t, dir, "google-chrome")
	usual := program(t, dir, "chromium")
	if got, err := look(); got != usual || err != nil {
		t.Errorf("found %s, %v; want %s", got, err, usual)
	}
	named := program(t, t.TempDir(), "my-browser")
	t.Setenv(Env, named)
	if got, err := look(); got != named || err != nil {
		t.Errorf("found %s, %v; want the named %s", got, err, named)
	}
	t.Setenv(Env, filepath.Join(dir, "gone"))
	if _, err := look(); err == nil || errors.Is(err, errNone) || !strings.Contains(err.Error(), Env) {
		t.Errorf("a wrong name: %v", err)
	}
}

func TestEnsure(t *testing.T) {
	t.Parallel()
	there := false
	look := func() (string, error) {
		if there {
			return "/chromium", nil
		}
		return "", errNone
	}
	refuse := func(context.Context, io.Writer) error { return errors.New("not root") }
	if _, err := ensure(t.Context(), io.Discard, look, refuse); err == nil || !strings.Contains(err.Error(), "apt-get install chromium-headless-shell") || !strings.Contains(err.Error(), "not root") {
		t.Errorf("nothing to install with: %v", err)
	}
	install := func(context.Context, io.Writer) error { there = true; return nil }
	if got, err := ensure(t.Context(), io.Discard, look, install); got != "/chromium" || err != nil {
		t.Errorf("installed %s, %v", got, err)
	}
}
