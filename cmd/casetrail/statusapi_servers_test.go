package main

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
)

// Two servers in processes of their own, on one database, and programs that ask now the one, now the other.
func TestProgramsAskTwoServers(t *testing.T) {
	t.Parallel()
	const day = 40
	f := newFleet(t, "client_day=40/24h", "sandbox_second=1000000/1s", "sandbox_day=1000000/24h", "token_network=100000")
	operator := f.beside()
	operator.must(0, operator.run(patsData, receive("I-765", "--receipt", "EAC9999103403")...))
	first, second := f.start("first"), f.start("second")
	f.rotates(operator, first, second)

	board := operator.clientCommand(first.product, "register", "Status board", "it@example.org", "--production").signedIn()
	passed := f.burst(board, board.at(second.url))
	for ; passed < day; passed++ {
		f.later(t)
		at := board.at([]string{first.url, second.url}[passed%2])
		at.must(200, at.asks("EAC9999103403"))
	}
	for _, s := range []*server{first, second} {
		f.later(t)
		refusedFor(t, board.at(s.url).asks("EAC9999103403"), "Quota Violation")
	}
	v := first.visitor()
	scraped := string(v.must(200, v.do("GET", "/metrics", nil)).Raw)
	for _, series := range []string{ // those of which alerts are
		`casetrail_http_request_seconds_count{method="GET",route="/case-status/{receiptNumber}",status="429"}`,
		`casetrail_http_request_seconds_count{method="POST",route="/oauth/accesstoken",status="401"}`,
	} {
		if !strings.Contains(scraped, series) {
			t.Errorf("/metrics has no %s", series)
		}
	}
	for _, s := range []*server{first, second} {
		if code := s.signal(syscall.SIGTERM); code != 0 {
			t.Errorf("the %s server ended with code %d", s.name, code)
		}
		f.leave(s)
	}
	f.later(t)
	again := board.at(f.start("third").url)
	refusedFor(t, again.asks("EAC9999103403"), "Quota Violation")
	if _, err := f.core.pool.Exec(t.Context(), "update app.client_use set quota_start = quota_start - interval '24 hours', burst_start = burst_start - interval '1 second'"); err != nil {
		t.Fatal(err)
	}
	again.must(200, again.asks("EAC9999103403"))
}

// rotates replaces the credential of a program that asks both servers on and on: not one request fails, and the old one ends
// at once, on both.
func (f *fleet) rotates(operator *program, first, second *server) {
	f.t.Helper()
	old := operator.clientCommand(first.product, "register", "Case tracker", "it@example.org").signedIn()
	for deadline := time.Now().Add(30 * time.Second); old.asks("EAC9999103403").Status != 200; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			f.t.Fatal("the case never comes into the read model")
		}
	}
	b := f.busy(old, first.url, second.url)
	b.goesOn()
	next := operator.clientCommand(first.product, "rotate", old.id).signedIn()
	b.goesOn()
	b.uses(next)
	b.goesOn()
	operator.must(0, operator.run("", "client", "revoke", old.id))
	for _, s := range []*server{first, second} {
		if got := old.at(s.url).asks("EAC9999103403"); got.Status != 401 || string(got.Raw) != `{"code":401,"message":"Invalid Access Token"}` {
			f.t.Errorf("the old token at the %s server: %d %s", s.name, got.Status, got.Raw)
		}
		old.must(401, old.at(s.url).grants())
	}
	b.goesOn()
	if asked, failed := b.stop(); failed > 0 {
		f.t.Errorf("%d of %d requests failed", failed, asked)
	}
	used, err := f.core.used.LastUsed(f.t.Context(), client.ParseID(old.id).Client)
	if err != nil || len(used) != 2 {
		f.t.Errorf("last used %v, %v", used, err)
	}
}

// asker is a program that asks each server without pause, with the credential that it has just now.
type asker struct {
	t             testing.TB
	mu            sync.RWMutex // to write: nothing is under way with the old credential
	has           *statusProgram
	asked, failed []atomic.Int64 // by server
	end           chan struct{}
	all           sync.WaitGroup
}

func (f *fleet) busy(s *statusProgram, servers ...string) *asker {
	a := &asker{t: f.t, has: s, asked: make([]atomic.Int64, len(servers)), failed: make([]atomic.Int64, len(servers)), end: make(chan struct{})}
	for i, url := range servers {
		a.all.Go(func() {
			for a.on() {
				if !a.ask(url) {
					a.failed[i].Add(1)
				}
				a.asked[i].Add(1)
			}
		})
	}
	f.t.Cleanup(func() { a.stop() })
	return a
}

func (a *asker) on() bool {
	select {
	case <-a.end:
		return false
	default:
		return true
	}
}

func (a *asker) ask(url string) bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	r, err := http.NewRequest(http.MethodGet, url+"/case-status/EAC9999103403", nil)
	if err != nil {
		return false
	}
	r.Header.Set("Authorization", "Bearer "+a.has.token)
	res, err := asIs.Do(r)
	if err != nil {
		return false
	}
	_ = res.Body.Close() // the status says it
	return res.StatusCode == http.StatusOK
}

func (a *asker) uses(s *statusProgram) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.has = s
}

// goesOn waits until each server has answered some more.
func (a *asker) goesOn() {
	a.t.Helper()
	for i := range a.asked {
		more := a.asked[i].Load() + 5
		for deadline := time.Now().Add(30 * time.Second); a.asked[i].Load() < more; time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				a.t.Fatal("a server answers no more")
			}
		}
	}
}

// stop ends the asking, and tells how often it was, and how often in vain.
func (a *asker) stop() (asked, failed int64) {
	if a.on() {
		close(a.end)
	}
	a.all.Wait()
	for i := range a.asked {
		asked, failed = asked+a.asked[i].Load(), failed+a.failed[i].Load()
	}
	return asked, failed
}

// burst asks once more often than a second allows, at both servers by turns, and answers how many of all requests passed.
func (f *fleet) burst(at ...*statusProgram) (all int) {
	f.t.Helper()
	most := limits.Of(limits.ClientSecond).Max
	for range 3 { // a second may end among the requests: then they are another's
		began := time.Now()
		passed, refused := f.hurry(most+1, at...)
		all += passed
		if time.Since(began) < time.Second {
			if passed != most || refused != 1 {
				f.t.Errorf("%d passed and %d were refused, not %d and 1", passed, refused, most)
			}
			return all
		}
		f.later(f.t)
	}
	f.t.Fatal("no second is long enough")
	return 0
}

// hurry sends n requests at once, to one server and the other by turns.
func (f *fleet) hurry(n int, at ...*statusProgram) (passed, refused int) {
	f.t.Helper()
	answers := make([]reply, n)
	var all errgroup.Group
	for i := range answers {
		all.Go(func() error {
			answers[i] = at[i%len(at)].asks("EAC9999103403")
			return nil
		})
	}
	_ = all.Wait() // none fails
	for _, r := range answers {
		switch r.Status {
		case http.StatusOK:
			passed++
		case http.StatusTooManyRequests:
			refusedFor(f.t, r, "Spike Arrest Violation")
			refused++
		default:
			f.t.Errorf("answered %d %s", r.Status, r.Raw)
		}
	}
	return passed, refused
}

// later lets the second pass in which the client has asked.
func (p *product) later(t testing.TB) {
	t.Helper()
	if _, err := p.core.pool.Exec(p.t.Context(), "update app.client_use set burst_start = burst_start - interval '1 second'"); err != nil {
		t.Fatal(err)
	}
}

func refusedFor(t testing.TB, r reply, message string) {
	t.Helper()
	if r.Status != 429 || string(r.Raw) != `{"code":429,"message":"`+message+`"}` || r.Header.Get("Retry-After") == "" {
		t.Errorf("answered %d %s, not %q", r.Status, r.Raw, message)
	}
}
