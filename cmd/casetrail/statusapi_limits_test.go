package main

import (
	"net/http"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
)

// Ten requests a second pass and the eleventh does not, over two servers on one database; so do as many a day as there are,
// whatever server is started anew.
func TestLimitsOfProgramsCountAcrossServers(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	one, two := serveOn(t, s), serveOn(t, s)
	first := one.program(client.Production).signedIn()
	second := first.at(two.url)
	burst := limits.Of(limits.ClientSecond).Max
	var passed, refused int
	for range 5 { // a second may end among the requests: then they are another's
		one.later(t)
		began := time.Now()
		passed, refused = hurry(t, burst+1, first, second)
		if time.Since(began) < time.Second {
			break
		}
	}
	if passed != burst || refused != 1 {
		t.Errorf("%d passed and %d were refused, not %d and 1", passed, refused, burst)
	}
	one.later(t)
	first.must(404, first.asks("EAC9900112345"))

	quota := limits.Of(limits.ClientDay).Max
	one.use(t, quota-1)
	second.must(404, second.asks("EAC9900112345")) // the last of the day
	refusedFor(t, second.asks("EAC9900112345"), "Quota Violation")
	two.stop()
	one.later(t)
	third := first.at(serveOn(t, s).url)
	refusedFor(t, third.asks("EAC9900112345"), "Quota Violation")
	if _, err := one.core.pool.Exec(t.Context(), "update app.client_use set quota_start = quota_start - interval '24 hours', burst_start = burst_start - interval '1 second'"); err != nil {
		t.Fatal(err)
	}
	third.must(404, third.asks("EAC9900112345"))
}

// later lets the second pass in which the client has asked.
func (p *product) later(t *testing.T) {
	t.Helper()
	if _, err := p.core.pool.Exec(t.Context(), "update app.client_use set burst_start = burst_start - interval '1 second'"); err != nil {
		t.Fatal(err)
	}
}

// use makes the client have asked so often today.
func (p *product) use(t *testing.T, n int) {
	t.Helper()
	if _, err := p.core.pool.Exec(t.Context(), "update app.client_use set quota_count = $1, burst_start = burst_start - interval '1 second'", n); err != nil {
		t.Fatal(err)
	}
}

// hurry sends n requests at once, to one server and the other by turns.
func hurry(t *testing.T, n int, at ...*statusProgram) (passed, refused int) {
	t.Helper()
	answers := make([]reply, n)
	var all errgroup.Group
	for i := range answers {
		all.Go(func() error {
			answers[i] = at[i%len(at)].asks("EAC9900112345")
			return nil
		})
	}
	_ = all.Wait() // none fails
	for _, r := range answers {
		switch r.Status {
		case http.StatusNotFound:
			passed++
		case http.StatusTooManyRequests:
			refusedFor(t, r, "Spike Arrest Violation")
			refused++
		default:
			t.Errorf("answered %d %s", r.Status, r.Raw)
		}
	}
	return passed, refused
}

func refusedFor(t *testing.T, r reply, message string) {
	t.Helper()
	if r.Status != 429 || string(r.Raw) != `{"code":429,"message":"`+message+`"}` || r.Header.Get("Retry-After") == "" {
		t.Errorf("answered %d %s, not %q", r.Status, r.Raw, message)
	}
}
