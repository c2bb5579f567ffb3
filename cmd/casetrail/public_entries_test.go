package main

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/httpapi"
	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/adapters/statusapi"
	"github.com/casetrail/casetrail/adapters/web"
	"github.com/casetrail/casetrail/domain/delivery"
)

// pair is one thing that somebody tries: with what is known, and with others.
type pair struct {
	what   string
	status int
	known  func() reply
	others tries
	idle   bool // nothing is looked for at all
}

// tries are what somebody does, by what is tried with it.
type tries = map[string]func() reply

// Whoever tries addresses, receipt numbers, ids or links learns nothing from the answer and nothing from the work: known and
// unknown get the same status, headers and body, cost the same statements, comparisons and hashing, and write the same. It
// is so wherever one may come without a session; the tables of routes say where that is.
func TestKnownAndUnknownAreTheSame(t *testing.T) {
	t.Parallel()
	p, w := serveObserved(t)
	s := p.scene()
	compared := map[string]bool{}
	for _, row := range slices.Concat(s.rows(), s.rowsOfPages(), s.rowsOfPrograms()) {
		before := p.answered()
		first, did := w.during(row.known)
		if first.Status != row.status {
			t.Errorf("%s answers %d: %s", row.what, first.Status, first.Raw)
		}
		if idle := len(did.Statements) == 0; idle != row.idle {
			t.Errorf("%s: %d statements were noted", row.what, len(did.Statements))
		}
		for who, other := range row.others {
			got, work := w.during(other)
			if what := differs(first, got, did, work); what != "" {
				t.Errorf("%s: %s differs in %s", row.what, who, what)
			}
		}
		for entry, n := range p.answered() {
			if len(row.others) > 0 && n != before[entry] {
				compared[entry] = true
			}
		}
	}
	s.areWrittenTo(t)
	for _, entry := range publicEntries() {
		switch _, alike := tellsNothing[entry]; {
		case !compared[entry] && !alike:
			t.Errorf("anybody may come to %s: add a row that compares known and unknown there, or say in tellsNothing why there is nothing to know", entry)
		case compared[entry] && alike:
			t.Errorf("%s is compared: take it out of tellsNothing", entry)
		}
	}
	for entry := range tellsNothing {
		if !slices.Contains(publicEntries(), entry) {
			t.Errorf("%s is no entry for everybody: take it out of tellsNothing", entry)
		}
	}
}

// tellsNothing are the entries where known and unknown cannot be told apart, because nothing is looked for.
var tellsNothing = map[string]string{
	"GET /edition/{notice}/{version}": "texts of ours, the same for everybody",
	"POST /session":                   "prolongs the session of the cookie; who guesses a cookie guesses 256 bits",
	"POST /sign-out":                  "ends the session of the cookie; without one it does nothing",
}

// publicEntries are the requests that want no session, by method and pattern, out of the tables of all fronts. What is asked
// for without any value says the same to everybody who brings nothing.
func publicEntries() (all []string) {
	add := func(who door.Who, method, pattern string) {
		without := who == door.Anyone || who == door.Program || who == door.Gateway
		if without && (method != http.MethodGet || strings.Contains(pattern, "{")) {
			all = append(all, method+" "+pattern)
		}
	}
	for _, r := range httpapi.Routes {
		add(r.Who, r.Method, "/api/v1"+r.Path)
	}
	for _, r := range statusapi.Routes {
		add(r.Who, r.Method, r.Path)
	}
	add(sms.CallbackWho, http.MethodPost, sms.CallbackRoute)
	for _, s := range web.Screens {
		add(s.Who, http.MethodGet, s.Path)
		for _, act := range s.Acts {
			add(s.Who, http.MethodPost, strings.TrimSuffix(s.Path+"/"+act, "/"))
		}
	}
	return all
}

var countedAnswers = regexp.MustCompile(`(?m)^casetrail_http_request_seconds_count\{method="(\w+)",route="([^"]*)",status="\d+"\} (\d+)$`)

// answered is how often each route has answered, by method and pattern.
func (p *product) answered() map[string]string {
	p.t.Helper()
	all := map[string]string{}
	for _, m := range countedAnswers.FindAllStringSubmatch(string(p.visitor().do("GET", "/metrics", nil).Raw), -1) {
		all[m[1]+" "+m[2]] += m[3] + " "
	}
	return all
}

// areWrittenTo fails the test unless who asks for a mail to an address has one sent there, whoever has it: who watches a
// mailbox fill learns nothing of its owner.
func (s scene) areWrittenTo(t *testing.T) {
	for _, row := range s.rows() {
		if row.status != http.StatusAccepted {
			continue
		}
		before := s.mailed()
		row.known()
		for _, try := range row.others {
			try()
		}
		if n, want := s.mailed()-before, 1+len(row.others); n != want {
			t.Errorf("%s %d times, each time for somebody else: %d mails", row.what, want, n)
		}
	}
}

// mailed is how many messages followed from all that was done.
func (p *product) mailed() (n int) {
	p.t.Helper()
	p.quiet()
	for r := range p.everything() {
		if r.Type == (delivery.Requested{}).EventType() {
			n++
		}
	}
	return n
}
