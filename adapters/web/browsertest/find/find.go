// Package find finds the browser for tests, and brings it from Debian when there is none.
package find

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/casetrail/casetrail/adapters/debian"
)

// Env names the program to run, where it has none of the usual names.
const Env = "CASETRAIL_CHROMIUM"

// names are the usual names. Chromium's headless shell comes first: it is the same engine without the windows around it,
// and opens a tab in a fraction of the time.
var names = []string{
	"chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome",
}

const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

// unpacked names the set of packages of somebody who may not install any.
const unpacked = "chromium"

var errNone = errors.New("the browser tests need Chromium or Chrome, and none was found")

const howToInstall = `install it:
  Debian:  apt-get install chromium-headless-shell fonts-liberation
  Ubuntu:  snap install chromium
  Fedora:  dnf install chromium
  macOS:   brew install --cask google-chrome
or name the program in ` + Env

// Ensure answers the browser that is there, or the one that it brings. Progress goes to log.
func Ensure(ctx context.Context, log io.Writer) (string, error) {
	return ensure(ctx, log, look, bring)
}

// Installed answers the browser that is there.
func Installed() (string, error) {
	path, err := look()
	if errors.Is(err, errNone) {
		err = fmt.Errorf("%w; %s", err, howToInstall)
	}
	return path, err
}

func ensure(ctx context.Context, log io.Writer, look func() (string, error), bring func(context.Context, io.Writer) error) (string, error) {
	path, err := look()
	if !errors.Is(err, errNone) {
		return path, err
	}
	if err := bring(ctx, log); err != nil {
		return "", fmt.Errorf("%w; %w; %s", errNone, err, howToInstall)
	}
	return look()
}

// look finds the program that Env names, or the first with a usual name.
func look() (string, error) {
	if name := os.Getenv(Env); name != "" {
		path, err := exec.LookPath(name)
		if err != nil {
			return "", fmt.Errorf("%s=%s cannot be run: %w", Env, name, err)
		}
		return path, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	for _, path := range []string{mac, filepath.Join(debian.Programs(unpacked), names[0])} {
		if path, err := exec.LookPath(path); err == nil {
			return path, nil
		}
	}
	return "", errNone
}

func bring(ctx context.Context, log io.Writer) error {
	fmt.Fprintln(log, "Chromium is not installed: looking for Debian's package", names[0])
	return debian.Bring(ctx, log, unpacked, []string{names[0], "fonts-liberation"}, "usr/lib/chromium/"+names[0])
}
