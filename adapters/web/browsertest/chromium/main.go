// Command chromium prints where the browser for tests is, and installs it if it may: as root, with apt-get.
//
//	CASETRAIL_CHROMIUM=$(go run ./adapters/web/browsertest/chromium)
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
)

// env names the program to run, where it has none of the usual names.
const env = "CASETRAIL_CHROMIUM"

var errNone = errors.New("the browser tests need Chromium or Chrome, and none was found")

const howToInstall = `install it:
  Debian:  apt-get install chromium fonts-liberation
  Ubuntu:  snap install chromium
  Fedora:  dnf install chromium
  macOS:   brew install --cask google-chrome
or name the program in ` + env

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	path, err := ensure(ctx, os.Stderr, installed, install)
	if err != nil {
		fmt.Fprintln(os.Stderr, "chromium:", err)
		os.Exit(1)
	}
	fmt.Println(path)
}

// ensure answers the browser that is there, or the one that it installs.
func ensure(ctx context.Context, log io.Writer, look func() (string, error), install func(context.Context, io.Writer) error) (string, error) {
	path, err := look()
	if !errors.Is(err, errNone) {
		return path, err
	}
	if err := install(ctx, log); err != nil {
		return "", fmt.Errorf("%w; %w; %s", errNone, err, howToInstall)
	}
	return look()
}

// installed is the program that CASETRAIL_CHROMIUM names, or the first on PATH with a usual name.
func installed() (string, error) {
	if name := os.Getenv(env); name != "" {
		path, err := exec.LookPath(name)
		if err != nil {
			return "", fmt.Errorf("%s=%s cannot be run: %w", env, name, err)
		}
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
	if _, err := os.Stat(mac); err == nil {
		return mac, nil
	}
	return "", errNone
}

// install installs Debian's packages, which need root.
func install(ctx context.Context, log io.Writer) error {
	aptGet, err := exec.LookPath("apt-get")
	if err != nil || os.Geteuid() != 0 {
		return errors.New("only root on Debian can have it installed")
	}
	fmt.Fprintln(log, "Chromium is not installed: installing the package chromium")
	for _, args := range [][]string{
		{"update"},
		{"install", "--yes", "--no-install-recommends", "chromium", "fonts-liberation"},
	} {
		cmd := exec.CommandContext(ctx, aptGet, args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		cmd.Stdout, cmd.Stderr = log, log
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("apt-get %s failed: %w", args[0], err)
		}
	}
	return nil
}
