package cluster

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// MinVersion is the oldest PostgreSQL that Casetrail is run on.
const MinVersion = 14

var versionText = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// majorVersion asks the server binary in bindir for its version.
func majorVersion(ctx context.Context, bindir string) (int, error) {
	out, err := exec.CommandContext(ctx, filepath.Join(bindir, "postgres"), "--version").Output()
	if err != nil {
		return 0, fmt.Errorf("%s/postgres --version: %w", bindir, err)
	}
	return parseMajor(string(out))
}

// parseMajor reads "postgres (PostgreSQL) 15.18 (Debian 15.18-0)" and
// "postgres (PostgreSQL) 18beta2".
func parseMajor(text string) (int, error) {
	m := versionText.FindStringSubmatch(text)
	if m == nil {
		return 0, fmt.Errorf("not a PostgreSQL version: %q", text)
	}
	return strconv.Atoi(m[1])
}
