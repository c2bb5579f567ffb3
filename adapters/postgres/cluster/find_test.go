package cluster

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fakeServer makes a folder of binaries that claim to be this version.
func fakeServer(t *testing.T, dir, version string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %s'\n", version)
	for _, name := range []string{"postgres", "initdb", "pg_ctl"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestParseMajor(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)": 15,
		"postgres (PostgreSQL) 18beta2":                        18,
		"postgres (PostgreSQL) 9.6.24":                         9,
	} {
		if got, err := parseMajor(text); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", text, got, err, want)
		}
	}
	if _, err := parseMajor("mysqld 8.0"); err == nil {
		t.Error("another database's version was taken")
	}
}

func TestNewestPackageFirst(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, v := range []string{"9", "15", "17"} {
		fakeServer(t, filepath.Join(root, v, "bin"), v)
	}
	if err := os.MkdirAll(filepath.Join(root, "99", "bin"), 0o755); err != nil { // client only
		t.Fatal(err)
	}
	var got []string
	for _, dir := range packages([]string{filepath.Join(root, "*", "bin")}) {
		got = append(got, filepath.Base(filepath.Dir(dir)))
	}
	if !slices.Equal(got, []string{"17", "15", "9"}) {
		t.Fatalf("order = %v", got)
	}
}

func TestNamedBinaries(t *testing.T) {
	old := fakeServer(t, t.TempDir(), "13.2")
	good := fakeServer(t, t.TempDir(), "16.1")
	for _, c := range []struct {
		name, dir string
		major     int
		want      string
	}{
		{name: "as named", dir: good},
		{name: "too old", dir: old, want: "at least 14"},
		{name: "empty folder", dir: t.TempDir(), want: "not all there"},
		{name: "data of another version", dir: good, major: 15, want: "made by PostgreSQL 15"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv(BinEnv, c.dir)
			got, err := find(context.Background(), io.Discard, c.major)
			if c.want == "" && (err != nil || got != c.dir) {
				t.Fatalf("got %s, %v", got, err)
			}
			if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Fatalf("err = %v, want %q", err, c.want)
			}
		})
	}
}

func TestServerOnPathIsFoundBehindItsLink(t *testing.T) {
	real := fakeServer(t, t.TempDir(), "16.1")
	links := t.TempDir()
	if err := os.Symlink(filepath.Join(real, "postgres"), filepath.Join(links, "postgres")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", links)
	if got := onPath(); !slices.Equal(got, []string{real}) {
		t.Fatalf("found %v, want %s", got, real)
	}
}

func TestNothingToInstallWithIsExplained(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := install(context.Background(), io.Discard, errNone)
	for _, want := range []string{"apt-get install", "dnf install", "brew install", BinEnv} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("err = %v, want it to name %q", err, want)
		}
	}
}

func TestSocketPathIsNeverTooLong(t *testing.T) {
	t.Parallel()
	deep := filepath.Join(t.TempDir(), strings.Repeat("x", 100))
	if err := privateFolder(t.Context(), account{}, deep); err == nil {
		t.Fatal("a socket's path of over 103 bytes was taken")
	}
}
