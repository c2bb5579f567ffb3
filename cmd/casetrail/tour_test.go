package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
)

// What the README tells its reader to type works as it stands, on the program that the reader has.
func TestTheTourOfTheREADME(t *testing.T) {
	t.Parallel()
	script := tourOfREADME(t)
	server := newProgram(t, "DATABASE_URL="+pgtest.New(t)).dev(filepath.Join(t.TempDir(), "state"))
	cmd := exec.CommandContext(t.Context(), "bash")
	cmd.Stdin, cmd.Env, cmd.Dir = strings.NewReader(script), append(os.Environ(), "URL="+server.url), t.TempDir()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	receipt := server.tour().Case.Receipt
	for _, words := range []string{`"receipt_number":"` + receipt + `","tier":"full"`, `"history":[{"number":1,"code":"IAA"`} {
		if !strings.Contains(string(out), words) {
			t.Errorf("the tour does not come to %s:\n%s", words, out)
		}
	}
}

var tourBlock = regexp.MustCompile("(?s)\n## A tour with curl\n.*?\n```bash\n(.*?)\n```\n")

func tourOfREADME(t *testing.T) string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := tourBlock.FindSubmatch(readme)
	if block == nil {
		t.Fatal("the README has no tour with curl")
	}
	return string(block[1])
}
