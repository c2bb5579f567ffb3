package web_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

var (
	makes   = regexp.MustCompile("`make ([a-z-]+)`")
	targets = regexp.MustCompile(`(?m)^([a-z-]+):`)
	folders = regexp.MustCompile("(?m)^\\| ((?:`[a-z]+`(?:, )?)+) \\|")
	named   = regexp.MustCompile("`([a-z]+)`")
	source  = regexp.MustCompile("`((?:adapters|domain|eventstore|projections)/[a-z/_]+(?:\\.go)?)`")
)

// What the guides name is there.
func TestTheGuidesAreTrue(t *testing.T) {
	t.Parallel()
	root := os.DirFS(filepath.Join("..", ".."))
	read := func(name string) string {
		content, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	known := map[string]bool{}
	for _, m := range targets.FindAllStringSubmatch(read("Makefile"), -1) {
		known[m[1]] = true
	}
	pages := read("adapters/web/README.md")
	for _, guide := range []string{read("README.md"), pages} {
		for _, m := range makes.FindAllStringSubmatch(guide, -1) {
			if !known[m[1]] {
				t.Errorf("there is no make %s", m[1])
			}
		}
		for _, m := range source.FindAllStringSubmatch(guide, -1) {
			if _, err := fs.Stat(root, filepath.Clean(m[1])); err != nil {
				t.Errorf("there is no %s", m[1])
			}
		}
	}
	listed := map[string]bool{"web": true}
	for _, row := range folders.FindAllStringSubmatch(pages, -1) {
		for _, m := range named.FindAllStringSubmatch(row[1], -1) {
			listed[m[1]] = true
		}
	}
	there, err := fs.ReadDir(root, "adapters/web")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range there {
		if e.IsDir() && !listed[e.Name()] {
			t.Errorf("the guide to the pages does not tell of %s", e.Name())
		}
		delete(listed, e.Name())
	}
	delete(listed, "web")
	for name := range listed {
		t.Errorf("the guide to the pages tells of %s, which is not there", name)
	}
}
