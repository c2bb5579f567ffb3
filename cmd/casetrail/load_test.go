package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

const (
	every    = 10 * time.Millisecond // a command: 100 a second
	hangsUp  = 2 * time.Second       // then a client hangs up and asks another server
	shunned  = time.Second           // how long all clients leave a server alone that did not answer
	givesUp  = time.Minute           // then a client gives up
	patience = 100                   // so many wait for an answer at most: then nobody else comes
)

// command is something that somebody wants once, whatever becomes of the servers.
type command struct {
	who          *visitor
	method, path string
	body         any
	event        string             // what it records
	stream       func(reply) string // where
}

// acknowledged is a command that a server has acknowledged.
type acknowledged struct {
	command
	reply
	tries int
}

// load is people who send commands to all servers, and who ask again, under the same key, on another server when they
// cannot know what became of one.
type load struct {
	*fleet
	clients *http.Client
	officer *visitor
	reader  *person
	cases   []string
	holders chan *holder // who have nothing under way
	random  *rand.Rand   // of the one that starts commands
	deaf    int64        // of so many answers one is lost on the way back; 0: none
	answers atomic.Int64
	waiting atomic.Int64 // people who have asked and have no answer yet
	stop    func()       // and wait until everybody has an answer

	mu       sync.Mutex
	done     []acknowledged
	unknown  int // outcomes that a client did not learn at once
	failed   map[*server]time.Time
	finished sync.WaitGroup
}

// holder links a case and unlinks it again, one after the other.
type holder struct {
	*person
	receipt string
	linked  bool
}

// people are an officer with a few cases, and holders of accounts.
func (f *fleet) people(cases, accounts int) *load {
	f.t.Helper()
	f.url = f.targets()[0].url
	l := &load{
		fleet: f, officer: f.officer("olive@example.org"), holders: make(chan *holder, accounts), random: rand.New(rand.NewPCG(1, 2)),
		clients: &http.Client{Timeout: hangsUp, Transport: &http.Transport{MaxIdleConnsPerHost: 256}},
		failed:  map[*server]time.Time{},
	}
	for range cases {
		l.cases = append(l.cases, l.officer.must(201, l.officer.do("POST", "/api/v1/staff/cases", paper("I-130"))).text("receipt_number"))
	}
	var all sync.WaitGroup
	all.Go(func() { l.reader = f.signUp("reader@example.org") })
	for i := range accounts {
		all.Go(func() {
			l.holders <- &holder{person: f.signUp(fmt.Sprintf("holder-%d@example.org", i)), receipt: l.cases[i]}
		})
	}
	all.Wait()
	if len(l.holders) < accounts || l.reader == nil {
		f.t.Fatal("not everybody has an account")
	}
	return l
}

// start sends a hundred commands a second until stop.
func (l *load) start() {
	ctx, cancel := context.WithCancel(context.Background())
	l.finished.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				l.next(n)
			}
		}
	})
	l.stop = func() {
		cancel()
		l.finished.Wait()
	}
	l.t.Cleanup(l.stop)
}

// plainCodes are those of actions that ask for nothing more.
var plainCodes = []string{"FT0", "FTA0", "FSA0", "FNB", "FBA", "HA", "FH", "XINTDONE", "DA", "LAA", "LDA"}

// next is a mix in which six of ten are actions of officers, and which causes e-mails and letters.
func (l *load) next(n int) {
	if l.waiting.Load() >= patience {
		return
	}
	what := l.record(l.cases[l.random.IntN(len(l.cases))], plainCodes[l.random.IntN(len(plainCodes))])
	then := func(acknowledged) {}
	switch n % 10 {
	case 0:
		what = l.receive()
	case 1:
		what = l.signsUp(n)
	case 2, 3:
		select {
		case h := <-l.holders:
			what = h.changes()
			then = func(acknowledged) { h.linked = !h.linked; l.holders <- h }
		default: // everybody waits for an answer
		}
	}
	l.waiting.Add(1)
	l.finished.Go(func() {
		defer l.waiting.Add(-1)
		if d, ok := l.insist(what, n); ok {
			then(d)
		}
	})
}

// record is an officer's action.
func (l *load) record(receipt, code string) command {
	return command{
		who: l.officer, method: "POST", path: "/api/v1/staff/cases/" + receipt + "/actions",
		body:  map[string]string{"code": code, "occurred": today(-1)},
		event: "casefile.action_recorded", stream: func(reply) string { return "casefile-" + receipt },
	}
}

// receive causes a letter.
func (l *load) receive() command {
	return command{
		who: l.officer, method: "POST", path: "/api/v1/staff/cases", body: paper("I-765"),
		event: "casefile.received", stream: func(r reply) string { return "casefile-" + r.text("receipt_number") },
	}
}

// signsUp causes an e-mail.
func (l *load) signsUp(n int) command {
	return command{
		who: l.visitor(), method: "POST", path: "/api/v1/sign-up",
		body:  map[string]string{"email": fmt.Sprintf("visitor-%d@example.org", n), "language": "es"},
		event: "account.registered", stream: func(r reply) string { return "account-" + r.text("account") },
	}
}

// changes causes an e-mail, too.
func (h *holder) changes() command {
	at := func(reply) string { return "access-" + h.receipt }
	if h.linked {
		return command{who: h.visitor, method: "DELETE", path: "/api/v1/cases/" + h.receipt, event: "access.unlinked", stream: at}
	}
	return command{
		who: h.visitor, method: "POST", path: "/api/v1/cases", event: "access.linked", stream: at,
		body: map[string]string{"receipt_number": h.receipt, "birth_date": "1980-07-31"},
	}
}

// insist sends a command under one key, to one server after the other, until one acknowledges it.
func (l *load) insist(c command, first int) (acknowledged, bool) {
	d, key := acknowledged{command: c}, uuid.NewString()
	var r reply
	var err error
	for end := time.Now().Add(givesUp); time.Now().Before(end); {
		at := l.choose(first + d.tries)
		d.tries++
		r, err = l.ask(at, key, c)
		if err != nil || r.Status >= 500 || r.Body["code"] == domain.ErrBusy.Code {
			l.fail(at, d.tries)
			continue
		}
		if r.Status >= 300 {
			l.t.Errorf("%s: %d %s", c.event, r.Status, r.Raw)
			return d, false
		}
		d.reply = r
		l.mu.Lock()
		defer l.mu.Unlock()
		l.done = append(l.done, d)
		return d, true
	}
	l.t.Errorf("%s: not acknowledged within %v and %d tries, the last: %v %d %s", c.event, givesUp, d.tries, err, r.Status, r.Raw)
	return d, false
}

// choose takes the servers in turn, but for those that did not answer a moment ago.
func (l *load) choose(turn int) *server {
	all := l.targets()
	l.mu.Lock()
	defer l.mu.Unlock()
	fit := slices.DeleteFunc(slices.Clone(all), func(s *server) bool { return time.Since(l.failed[s]) < shunned })
	if len(fit) == 0 {
		fit = all
	}
	return fit[turn%len(fit)]
}

// fail waits longer after each try: whoever asks at once again keeps servers busy that have just come back.
func (l *load) fail(at *server, tries int) {
	l.mu.Lock()
	l.unknown++
	l.failed[at] = time.Now()
	l.mu.Unlock()
	time.Sleep(20 * time.Millisecond << min(tries-1, 6))
}

// ask sends a command once. The error is one of the way there or back: nobody knows what became of the command.
func (l *load) ask(at *server, key string, c command) (out reply, err error) {
	body, err := json.Marshal(c.body)
	if err != nil {
		return out, err
	}
	r, err := http.NewRequest(c.method, at.url+c.path, strings.NewReader(string(bytes.TrimPrefix(body, []byte("null")))))
	if err != nil {
		return out, err
	}
	if c.body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Idempotency-Key", key)
	return l.send(r, c.who)
}

func (l *load) send(r *http.Request, as *visitor) (out reply, err error) {
	for name, value := range as.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	res, err := l.clients.Do(r)
	if err != nil {
		return out, err
	}
	out.Status, out.Header = res.StatusCode, res.Header
	out.Raw, err = io.ReadAll(res.Body)
	if err = errors.Join(err, res.Body.Close()); err == nil && len(out.Raw) > 0 {
		err = json.Unmarshal(out.Raw, &out.Body)
	}
	if n := l.answers.Add(1); err == nil && l.deaf > 0 && n%l.deaf == 0 {
		err = errors.New("the answer was lost on the way back")
	}
	return out, err
}
