// Command run starts one throw-away PostgreSQL server for all tests, runs a
// command with its URL in the environment, stops the server and exits as the
// command did:
//
//	go run ./adapters/postgres/pgtest/run -- go test -race ./...
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
)

func main() {
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "usage: run -- command [argument ...]")
		os.Exit(2)
	}
	code, err := run(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "run:", err)
	}
	os.Exit(code)
}

// run runs the command beside a server. A signal goes to the command; the
// server stops when the command has ended.
func run(args []string) (code int, err error) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)

	server, err := pgtest.StartThrowAway(context.Background())
	if err != nil {
		return 1, err
	}
	defer func() {
		if stopErr := server.Stop(); stopErr != nil {
			code, err = max(code, 1), errors.Join(err, stopErr)
		}
	}()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), pgtest.ClusterEnv+"="+server.URL, pgtest.RunEnv+"="+rand.Text())
	if err := cmd.Start(); err != nil {
		return 127, err
	}
	ended := make(chan struct{})
	go func() {
		for {
			select {
			case s := <-signals:
				_ = cmd.Process.Signal(s) // fails only when it has just ended
			case <-ended:
				return
			}
		}
	}()
	err = cmd.Wait()
	close(ended)
	return exitCode(cmd.ProcessState), ignoreExit(err)
}

// exitCode is what a shell would say: 128 and the signal, if one ended it.
func exitCode(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}

// ignoreExit drops the error that only says that the command failed.
func ignoreExit(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil
	}
	return err
}
