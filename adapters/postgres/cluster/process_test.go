package cluster_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/postgres/cluster"
)

// childEnv makes the test binary run a cluster in the named folder, as the
// program does, until its input ends. A second word "throwaway" deletes it.
const childEnv = "CLUSTER_TEST_CHILD"

func TestMain(m *testing.M) {
	if spec := os.Getenv(childEnv); spec != "" {
		os.Exit(child(strings.Fields(spec)))
	}
	os.Exit(m.Run())
}

func child(spec []string) int {
	ctx := context.Background()
	throwAway := len(spec) > 1
	c, err := cluster.Start(ctx, cluster.Options{Dir: spec[0], Durable: !throwAway, ThrowAway: throwAway})
	if err != nil {
		fmt.Println("failed:", strings.ReplaceAll(err.Error(), "\n", " "))
		return 1
	}
	fmt.Println(c.URL("postgres"))
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := c.Stop(ctx); err != nil {
		return 1
	}
	return 0
}

// process is a child that runs a cluster.
type process struct {
	cmd   *exec.Cmd
	input io.Closer
	url   string
}

// run starts a child, as another user if one is given.
func run(t *testing.T, spec string, as *syscall.Credential) *process {
	t.Helper()
	cmd := exec.Command(executable(t))
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), childEnv+"="+spec, "TMPDIR=/tmp")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: cmd, input: input}
	t.Cleanup(func() { p.end() })
	line, err := bufio.NewReader(output).ReadString('\n')
	if p.url = strings.TrimSpace(line); err != nil || !strings.HasPrefix(p.url, "postgres:") {
		t.Fatalf("the child said %q: %v", line, err)
	}
	return p
}

// end lets the child stop its cluster and waits for it.
func (p *process) end() {
	p.input.Close()
	_ = p.cmd.Wait() // the second time there is nothing to wait for
}

// kill ends the child so that it cannot clean up.
func (p *process) kill(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = p.cmd.Wait() // killed, as it should be
}

// executable is a copy of the test binary that every user may run.
func executable(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	from, err := os.Open(self)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	path := filepath.Join(enterable(t), "child")
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// postmaster returns the process id of the server under home.
func postmaster(t *testing.T, home string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(home, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// nobody is an ordinary user; only root can become one.
func nobody(t *testing.T) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can run a process as another user; as an ordinary user every other test covers this")
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		t.Skip("there is no user nobody on this machine")
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	if err1 != nil || err2 != nil {
		t.Skip("the user nobody has no numeric id")
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// eventually waits for what a process does by itself.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 200 {
		if done() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("it never came to pass that %s", what)
}
