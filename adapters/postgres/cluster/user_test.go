package cluster_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/postgres/cluster"
)

// Root starts a cluster in, and from, a folder that the server's user cannot
// enter.
func TestRootWithAClosedFolder(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root runs the server as another user")
	}
	closed := enterable(t)
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(closed) // not beside other tests, therefore
	dir := filepath.Join(closed, "state")
	first := start(t, cluster.Options{Dir: dir, Durable: true})
	query(t, first.URL("postgres"), "create table kept as select 'elsewhere' as note")
	if got := query(t, first.URL("postgres"), "show data_directory"); strings.HasPrefix(got, closed) {
		t.Fatalf("the data lies in %s, which the server's user cannot enter", got)
	}
	if err := first.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	second := start(t, cluster.Options{Dir: dir, Durable: true, ThrowAway: true})
	if got := query(t, second.URL("postgres"), "select note from kept"); got != "elsewhere" {
		t.Fatalf("note = %q", got)
	}
	home := filepath.Dir(query(t, second.URL("postgres"), "show data_directory"))
	if err := second.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(home); !os.IsNotExist(err) {
		t.Fatalf("%s outlives a cluster that was to be thrown away: %v", home, err)
	}
}

func TestDataThatIsGoneIsNamed(t *testing.T) {
	t.Parallel()
	dir := enterable(t)
	if err := os.WriteFile(filepath.Join(dir, "postgres.home"), []byte("/no/such/place\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := cluster.Start(t.Context(), cluster.Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "/no/such/place") {
		t.Fatalf("err = %v", err)
	}
}

// An ordinary user starts a cluster and leaves it; root takes it on, and the
// user again after that.
func TestOrdinaryUser(t *testing.T) {
	t.Parallel()
	as := nobody(t)
	dir := enterable(t)
	if err := os.Chown(dir, int(as.Uid), int(as.Gid)); err != nil {
		t.Fatal(err)
	}
	program := run(t, dir, as)
	query(t, program.url, "create table kept as select 'of nobody' as note")
	program.end()
	c := start(t, cluster.Options{Dir: dir})
	if got := query(t, c.URL("postgres"), "select note from kept"); got != "of nobody" {
		t.Fatalf("note = %q", got)
	}
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := query(t, run(t, dir, as).url, "select note from kept"); got != "of nobody" {
		t.Fatalf("note = %q", got)
	}
}
