package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// memory sets what a server process takes with many events beside what it takes with ten thousand: at most, while it
// answers queries and commands. Filling all read models anew is a process of its own here, and told apart.
func (b *bench) memory(t *testing.T) {
	small := b.serverMemory(t, b.fill(t, tenThousand))
	for _, events := range b.sizes() {
		f := b.fill(t, events)
		b.figures.add(figure{
			Scenario: "memory", What: fmt.Sprintf("filling all read models, at most, %d events", events), Subject: rebuildMemory(t, f), Unit: "MB",
		})
		row := figure{
			Scenario: "memory", What: fmt.Sprintf("a server at most, under load, %d events", events), Unit: "MB", Against: "the same with 10,000", atMost: 1.2,
			Subject: b.serverMemory(t, f), Limit: small,
		}
		row.Ratio = row.Subject / row.Limit
		b.figures.add(row)
	}
}

func (f *filled) settings() []string {
	return []string{"DATABASE_URL=" + f.Database, "CASETRAIL_KEYS_URL=" + f.keysURL(), "CASETRAIL_SECRETS=" + f.Secrets, "CASETRAIL_LIMITS=" + f.Limits}
}

// serverMemory is that of a process that has answered 500 queries and 50 commands a second.
func (b *bench) serverMemory(t *testing.T, f *filled) float64 {
	t.Helper()
	b.serve(t, f).stop() // whose tables are filled
	server := newProgram(t, append(f.settings(), "CASETRAIL_PROXIES=127.0.0.0/8")...).serve(newPostOffice(t))
	core, err := openCore(t.Context(), f.stores, jsonLogger(os.Stderr))
	must(t, err)
	defer core.close()
	p := &product{t: t, core: core, stores: f.stores, url: server.url}
	o, seers := p.agency(), p.seers(500)
	done := make(chan error, 1)
	go func() {
		_, _, err := o.pace(t.Context(), 50, b.lasts, false)
		done <- err
	}()
	must(t, pace(t.Context(), 500, b.lasts, p.wires(64), func(w *wire, n int, _ time.Time) error { return w.status(seers[n%len(seers)]) }))
	must(t, <-done)
	most := peak(t, server.cmd.Process.Pid)
	server.signal(syscall.SIGTERM)
	return most
}

// peak is the most that a process had resident, in MB.
func peak(t *testing.T, pid int) float64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	must(t, err)
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	must(t, err)
	return kilobytes / 1024
}

// rebuildMemory is the most that the command takes, in MB.
func rebuildMemory(t *testing.T, f *filled) float64 {
	t.Helper()
	p := newProgram(t, f.settings()...)
	cmd := exec.Command(p.binary, "projections", "rebuild")
	cmd.Env = p.env
	must(t, cmd.Run())
	return float64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss) / 1024
}
