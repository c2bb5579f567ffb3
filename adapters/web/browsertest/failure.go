package browsertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// failf ends the test with what went wrong, what was on the page, and where a
// picture of it is.
func (tab *Tab) failf(format string, args ...any) {
	tab.t.Helper()
	tab.t.Fatalf("%s\n%s", fmt.Sprintf(format, args...), tab.scene())
}

// scene says what was on the page. It is called when something has gone wrong
// already: what it cannot find out, it says.
func (tab *Tab) scene() string {
	ctx, cancel := context.WithTimeout(tab.ctx, 5*time.Second)
	defer cancel()
	shown, err := chromedp.Run(ctx, function[shownPage](tab, "page"))
	if err != nil {
		return fmt.Sprintf("the page cannot be asked: %v", err)
	}
	lines := fmt.Sprintf("on %q at %s (status %d), headed %q", shown.Title, shown.URL, tab.Status(), shown.Heading)
	if shown.Problems != "" {
		lines += "\nit says: " + shown.Problems
	}
	return lines + "\n" + tab.keepPicture(ctx)
}

func (tab *Tab) keepPicture(ctx context.Context) string {
	root, err := moduleRoot()
	if err != nil {
		return fmt.Sprintf("no picture: %v", err)
	}
	shot, err := chromedp.Run(ctx, wholePage)
	if err != nil {
		return fmt.Sprintf("no picture: %v", err)
	}
	path := filepath.Join(root, Screens, "failed", strings.NewReplacer("/", "-", " ", "_").Replace(tab.t.Name())+".png")
	if err := save(path, shot); err != nil {
		return fmt.Sprintf("no picture: %v", err)
	}
	return "picture: " + path
}

// Screens is where pictures of pages are written, below the root of the module.
const Screens = ".build/screens"

// moduleRoot is the folder above this one that holds go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no go.mod above %s", dir)
		}
	}
}
