package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/projections/cases"
)

// While people write and read what they wrote, through two servers, the read models are filled anew and the servers are
// replaced one by one by those of the next binary, whose cases have another version; and one of them by the old binary again.
// No answer is wrong, nothing is missing in one, and none fails.
func TestServersAreReplacedUnderLoad(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	next := *f.program
	served := cases.Projection.Version
	next.binary = rebuilt(t, "projections/cases/cases.go", fmt.Sprintf("Version:  %d,", served), fmt.Sprintf("Version:  %d,", served+1))
	first, second := f.start("first"), f.start("second")
	people := f.people(20, 4)
	people.clients.Timeout = 15 * time.Second // slow is not failed
	before := f.head()
	people.start()
	seen := people.readersOfTheirOwnWrites(2)

	f.rebuilds(f.program)
	third := f.replaces(first, f.boot(&next, "third"))
	f.rebuilds(&next)
	f.replaces(second, f.boot(&next, "fourth"))
	f.replaces(third, f.boot(f.program, "fifth")) // one goes back, beside the new one

	reads, late := seen()
	people.stop()
	if people.unknown > 0 {
		t.Errorf("%d answers failed", people.unknown)
	}
	f.settle(time.Minute)
	people.eachCommandOnce(before)
	people.eachMessageOnce()
	rows := f.tablesEqualAFold()
	versions := f.count(fmt.Sprintf(`select count(*) from app.checkpoints where name in ('cases_v%d', 'cases_v%d') and built_at is not null`, served, served+1))
	if reads < 100 || versions != 2 {
		t.Errorf("%d reads, %d versions of the cases: this shows nothing", reads, versions)
	}
	t.Logf("%d commands, %d reads of which %d were answered from the log, %d rows", len(people.done), reads, late, rows)
}

// rebuilds fills all read models of a program anew.
func (f *fleet) rebuilds(program *program) {
	f.t.Helper()
	p := program.with("DATABASE_URL="+f.stores.Database, "CASETRAIL_KEYS_URL="+f.stores.keysURL())
	if o := p.must(0, p.run("", "projections", "rebuild")); !strings.Contains(o.out, "cases") {
		f.t.Errorf("rebuilt is %q", o.out)
	}
}

// replaces waits until a new server is ready, sends people there and no longer to the old one, and stops that.
func (f *fleet) replaces(old, by *server) *server {
	f.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !by.ready() {
		if time.Now().After(deadline) {
			f.t.Fatalf("the %s server does not become ready", by.name)
		}
		time.Sleep(10 * time.Millisecond)
	}
	f.open(by)
	f.leave(old)
	time.Sleep(300 * time.Millisecond) // who is on the way arrives
	if code := old.signal(syscall.SIGTERM); code != 0 {
		f.t.Errorf("the %s server ended with code %d", old.name, code)
	}
	time.Sleep(time.Second)
	return by
}

func (s *server) ready() bool {
	res, err := http.Get(s.url + "/readyz")
	if err != nil {
		return false
	}
	_ = res.Body.Close() // nothing is read
	return res.StatusCode == http.StatusOK
}

// readersOfTheirOwnWrites are officers who write on one server and read on another, each about a case of their own. The
// answer ends them, and tells how often they read, and how often the page was not made from the read model.
func (l *load) readersOfTheirOwnWrites(n int) (end func() (reads, late int)) {
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	var mu sync.Mutex
	var reads, late int
	for i := range n {
		received, ok := l.insist(l.receive(), i)
		if !ok {
			l.t.FailNow()
		}
		receipt := received.text("receipt_number")
		all.Go(func() {
			for actions := 1; ctx.Err() == nil; actions++ {
				writes := l.record(receipt, "FT0")
				wrote, err := l.ask(l.choose(i+actions), uuid.NewString(), writes)
				if err != nil || wrote.Status != http.StatusCreated {
					l.t.Errorf("writing answers %d %s %v", wrote.Status, wrote.Raw, err)
					return
				}
				r, err := l.read(l.choose(i+actions+1), "/api/v1/staff/cases/"+receipt, wrote.Header.Get("Casetrail-Position"))
				history, _ := r.Body["history"].([]any)
				unseen, _ := r.Body["unseen"].([]any)
				if lines := len(history) + len(unseen); err != nil || r.Status != http.StatusOK || lines != actions+1 {
					l.t.Errorf("after %d actions it is read %d, %d lines, %v: %s", actions, r.Status, lines, err, r.Raw)
					return
				}
				l.mu.Lock()
				l.done = append(l.done, acknowledged{writes, wrote, 1})
				l.mu.Unlock()
				mu.Lock()
				reads++
				if r.Body["being_updated"] == true {
					late++
				}
				mu.Unlock()
			}
		})
	}
	end = func() (int, int) {
		stop()
		all.Wait()
		return reads, late
	}
	l.t.Cleanup(func() { end() })
	return end
}

// read asks a server as the officer.
func (l *load) read(at *server, path, position string) (out reply, err error) {
	r, err := http.NewRequest(http.MethodGet, at.url+path, nil)
	if err != nil {
		return out, err
	}
	r.Header.Set("Casetrail-Wait-For", position)
	return l.send(r, l.officer)
}
