package main

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// takesOver is how long it may take until what people do is shown again.
const takesOver = 5 * time.Second

// Under a hundred commands a second, the server that applies events is killed; the one that took over is frozen, and wakes
// up when a third has taken over.
func TestServersOutliveAKillAndAFreeze(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	f.post.slow = 200 * time.Millisecond // a kill meets messages that have arrived and are not recorded as sent
	f.watchCheckpoints("first", "second", "third")
	f.start("first")
	f.start("second")
	people := f.people(40, 6)
	before := f.head()
	people.start()
	time.Sleep(2 * time.Second)

	owner, lost := f.owner(), time.Now()
	f.kill(owner)
	killed := people.shownAgain(owner, lost)

	f.start("third")
	owner, lost = f.owner(), time.Now()
	owner.freeze()
	frozen := people.shownAgain(owner, lost)
	f.wake(owner)
	time.Sleep(time.Second)

	people.stop()
	f.settle(time.Minute)
	people.eachCommandOnce(before)
	twice := people.eachMessageOnce()
	moves := f.onlyTheOwnerMoved()
	rows := f.tablesEqualAFold()
	t.Logf("shown again %v after the kill and %v after the freeze; %d commands, asked again %d times; %d of %d e-mails arrived twice; "+
		"%d moves of checkpoints, %d rows", killed, frozen, len(people.done), people.unknown, twice, len(f.post.arrived), moves, rows)
}

// shownAgain sends a command when a server was lost, and waits until the lists of another one show it.
func (l *load) shownAgain(lost *server, since time.Time) (after time.Duration) {
	l.t.Helper()
	d, ok := l.insist(l.record(l.cases[0], "FT0"), 0)
	if !ok {
		return 0
	}
	reader := &visitor{t: l.t, url: l.left(lost).url, cookies: l.reader.cookies}
	for {
		r := reader.must(http.StatusOK, reader.do("GET", "/api/v1/cases", nil, "Casetrail-Wait-For", d.Header.Get("Casetrail-Position")))
		after = time.Since(since)
		switch {
		case after > takesOver:
			l.t.Errorf("%v after the loss of the %s server the lists are still being updated", after, lost.name)
			return after
		case r.Body["being_updated"] != true:
			return after
		}
	}
}

// left is a server that was not lost.
func (f *fleet) left(lost *server) *server {
	f.t.Helper()
	for _, s := range f.targets() {
		if s != lost {
			return s
		}
	}
	f.t.Fatal("no server is left")
	return nil
}

// Whoever tries three times as often as is allowed, everything at once and on two servers, gets what is allowed.
func TestServersShareTheLimits(t *testing.T) {
	t.Parallel()
	const n = 7
	f := newFleet(t, fmt.Sprintf("sign_up_address=%d,password=%d", n, n))
	servers := []*server{f.start("first"), f.start("second")}
	for _, try := range []struct {
		path   string
		body   map[string]string
		passes int
	}{
		{"/api/v1/sign-up", map[string]string{"email": "ana@example.org", "language": "en"}, http.StatusAccepted},
		{"/api/v1/session", map[string]string{"email": "ben@example.org", "password": "not the password"}, http.StatusUnauthorized},
	} {
		atOnce(3*n, func(i int) reply { return servers[i%2].visitor().do("POST", try.path, try.body) }).
			are(t, map[int]int{try.passes: n, http.StatusTooManyRequests: 2 * n})
	}
}
