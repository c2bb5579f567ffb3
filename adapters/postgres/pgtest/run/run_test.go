package main

import (
	"bytes"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// childEnv makes the test binary be the runner.
const childEnv = "RUN_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		main()
	}
	os.Exit(m.Run())
}

func runner(t *testing.T, script string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "--", "/bin/sh", "-c", script)
	cmd.Env = append(os.Environ(), childEnv+"=1")
	out := new(bytes.Buffer)
	cmd.Stdout = out
	return cmd, out
}

// socketOf is the socket of the server that the command was given.
func socketOf(t *testing.T, out string) string {
	t.Helper()
	u, err := url.Parse(strings.TrimSpace(out))
	if err != nil || u.Query().Get("host") == "" {
		t.Fatalf("the command was given %q: %v", out, err)
	}
	return filepath.Join(u.Query().Get("host"), ".s.PGSQL.5432")
}

func TestExitCodeIsTheCommands(t *testing.T) {
	t.Parallel()
	cmd, out := runner(t, `test -S "$(echo "$CASETRAIL_TEST_CLUSTER" | sed 's/.*host=\([^&]*\).*/\1/')"/.s.PGSQL.5432 || exit 9
		echo "$CASETRAIL_TEST_CLUSTER"; test -n "$CASETRAIL_TEST_RUN" && exit 7`)
	_ = cmd.Run() // its code is what we look at
	if code := cmd.ProcessState.ExitCode(); code != 7 {
		t.Errorf("exit code %d, want 7", code)
	}
	if _, err := os.Stat(socketOf(t, out.String())); !os.IsNotExist(err) {
		t.Errorf("the server was left running: %v", err)
	}
}

func TestSignalsEndTheServerToo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		signal syscall.Signal
		code   int
	}{
		{syscall.SIGTERM, 128 + 15},
		{syscall.SIGINT, 128 + 2},
		{syscall.SIGKILL, -1}, // the runner itself is gone; the watch ends the server
	} {
		t.Run(c.signal.String(), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "url")
			cmd, _ := runner(t, `echo "$CASETRAIL_TEST_CLUSTER" > `+path+`.new; mv `+path+`.new `+path+`; exec sleep 5`)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			url := await(t, path)
			if err := cmd.Process.Signal(c.signal); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // its code is what we look at
			if code := cmd.ProcessState.ExitCode(); code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			socket := socketOf(t, url)
			for range 100 {
				if _, err := os.Stat(socket); os.IsNotExist(err) {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
			t.Error("the server was left running")
		})
	}
}

// await returns the text of a file once it is there.
func await(t *testing.T, path string) string {
	t.Helper()
	for range 400 {
		if text, err := os.ReadFile(path); err == nil {
			return string(text)
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the command did not start")
	return ""
}
