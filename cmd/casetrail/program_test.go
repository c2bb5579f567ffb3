package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
)

// built is the real binary, built once for all tests of a run.
var built struct {
	once sync.Once
	dir  string
	err  error
}

func binary(t testing.TB) string {
	t.Helper()
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "casetrail-binary-"); built.err != nil {
			return
		}
		if out, err := exec.Command("go", "build", "-o", built.dir, ".").CombinedOutput(); err != nil {
			built.err = errors.New(err.Error() + ": " + string(out))
		}
	})
	if built.err != nil {
		t.Fatal("the program does not build: ", built.err)
	}
	return filepath.Join(built.dir, "casetrail")
}

func removeProgram() error { return os.RemoveAll(built.dir) }

// program is the real binary in an environment of its own.
type program struct {
	t      testing.TB
	binary string
	env    []string
	dir    string
}

// newProgram knows no database yet. Settings are NAME=value.
func newProgram(t testing.TB, settings ...string) *program {
	t.Helper()
	p := &program{t: t, binary: binary(t), dir: t.TempDir()}
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "CASETRAIL_PG_BIN"} {
		if value, ok := os.LookupEnv(name); ok {
			p.env = append(p.env, name+"="+value)
		}
	}
	p.env = append(p.env, "CASETRAIL_ADDR=127.0.0.1:0", "CASETRAIL_HASHING=weak", "CASETRAIL_LIMITS="+generous)
	return p.with(settings...)
}

// with is the same program under other settings.
func (p *program) with(settings ...string) *program {
	other := *p
	other.env = append(append([]string{}, p.env...), settings...)
	return &other
}

// migrated is the program on databases of the test's own, brought up to date by itself.
func migrated(t testing.TB, settings ...string) *program {
	t.Helper()
	p := newProgram(t, append(settings, "DATABASE_URL="+pgtest.New(t), "CASETRAIL_KEYS_URL="+pgtest.New(t))...)
	secrets := filepath.Join(p.dir, "secrets.json")
	p.must(0, p.run("", "migrate", "--new-secrets", secrets))
	return p.with("CASETRAIL_SECRETS=" + secrets)
}

// outcome is what a run of the program came to.
type outcome struct {
	code     int
	out, err string
}

// run runs a subcommand to its end.
func (p *program) run(stdin string, args ...string) outcome {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var out, err bytes.Buffer
	cmd := exec.CommandContext(ctx, p.binary, args...)
	cmd.Env, cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = p.env, p.dir, bytes.NewBufferString(stdin), &out, &err
	if ended := cmd.Run(); cmd.ProcessState == nil {
		p.t.Fatal("the program did not run: ", ended)
	}
	return outcome{cmd.ProcessState.ExitCode(), out.String(), err.String()}
}

// must fails the test unless the program exited with this code.
func (p *program) must(code int, o outcome) outcome {
	p.t.Helper()
	if o.code != code {
		p.t.Fatalf("exit code %d, not %d:\n%s%s", o.code, code, o.out, o.err)
	}
	return o
}

// object is what the program printed, as JSON.
func (p *program) object(o outcome) map[string]any {
	p.t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(o.out), &v); err != nil {
		p.t.Fatalf("not JSON: %v\n%s%s", err, o.out, o.err)
	}
	return v
}

// running is the program while it serves; as a product, tests visit it.
type running struct {
	*product
	cmd   *exec.Cmd
	ended chan struct{}
	out   *safeBuffer
}

var (
	devServes  = regexp.MustCompile(`(?s)start page +(http://127\.0\.0\.1:\d+)/\n.*Ctrl-C`)
	saysServes = regexp.MustCompile(`"msg":"serving","address":"(127\.0\.0\.1:\d+)"`)
)

// dev starts `casetrail dev` and waits until its demo data is there. It is killed when the test ends.
func (p *program) dev(state string) *running {
	p.t.Helper()
	r := p.with("CASETRAIL_STATE=" + state).start("dev")
	r.url = r.says(r.out, devServes)
	return r.opens(filepath.Join(state, "mailbox"))
}

// serve starts `casetrail serve`; mail comes to the post office's mailbox.
func (p *program) serve(post *postOffice) *running {
	p.t.Helper()
	r := p.with(post.settings()...).start("serve")
	r.url = "http://" + r.says(r.logged, saysServes)
	r.mailbox = post.mailbox
	return r
}

func (p *program) start(args ...string) *running {
	p.t.Helper()
	r := &running{product: &product{t: p.t, logged: &safeBuffer{}}, out: &safeBuffer{}, ended: make(chan struct{})}
	r.cmd = exec.Command(p.binary, args...)
	r.cmd.Env, r.cmd.Dir, r.cmd.Stdout, r.cmd.Stderr = p.env, p.dir, r.out, r.logged
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // a terminal sends its Ctrl-C to the whole group
	if err := r.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() {
		_ = r.cmd.Wait() // how it ended is in its state
		close(r.ended)
	}()
	p.t.Cleanup(func() { r.signal(syscall.SIGKILL) })
	return r
}

func (r *running) opens(mailbox string) *running {
	r.t.Helper()
	var err error
	if r.mailbox, err = mail.OpenMailbox(mailbox); err != nil {
		r.t.Fatal(err)
	}
	return r
}

// says waits until the program has written something, and answers its first group.
func (r *running) says(where *safeBuffer, what *regexp.Regexp) string {
	r.t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if m := what.FindStringSubmatch(where.String()); m != nil {
			return m[1]
		}
		select {
		case <-r.ended:
			r.t.Fatalf("the program ended: %v\n%s%s", r.cmd.ProcessState, r.out, r.logged)
		default:
		}
	}
	r.t.Fatalf("the program does not say %s:\n%s%s", what, r.out, r.logged)
	return ""
}

// signal sends a signal to the program and all that it started, and waits until the program has ended.
func (r *running) signal(s syscall.Signal) int {
	r.t.Helper()
	_ = syscall.Kill(-r.cmd.Process.Pid, s) // fails only when all have ended
	select {
	case <-r.ended:
	case <-time.After(30 * time.Second):
		r.t.Errorf("the program does not end by %s", s)
		_ = syscall.Kill(-r.cmd.Process.Pid, syscall.SIGKILL)
		<-r.ended
	}
	return r.cmd.ProcessState.ExitCode()
}

// value is a setting.
func (p *program) value(name string) string {
	p.t.Helper()
	for i := len(p.env) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(p.env[i], name+"="); ok {
			return value
		}
	}
	p.t.Fatal("no ", name)
	return ""
}
