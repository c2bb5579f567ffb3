package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/domain/workflow"
)

// most is more than any request of the flows writes.
const most = 7

// crowd goes through a flow step by step. In each step one of them dies before the first write, one after it, one before
// the second, and so on; each then sends the same request again. The last one never dies.
type crowd struct {
	*product
	fuse  *fuse
	all   []*walker
	died  int
	about []string // templates of the messages that the flow promises
}

// walker is one of the crowd.
type walker struct {
	*visitor
	at       moment
	name     string
	email    string
	account  uuid.UUID
	held     []string // session cookies that the browser ever had
	promised map[string][]string
	sessions int
	messages []string // templates

	password string
	link     []string // what the confirmation mail brought: whole, account, token
	landing  *page    // to which it leads
	code     string   // what the last mail or the app says
	seed     string
	backup   []string
	cases    []filed
	position string // of what was recorded last
}

func newCrowd(t *testing.T, about ...string) *crowd {
	t.Helper()
	c := &crowd{fuse: &fuse{}, about: about}
	c.product = serveProduct(t, c.fuse.between)
	for n := range most {
		for _, after := range []bool{false, true} {
			c.join(moment{n + 1, after}, fmt.Sprintf("dies-%s-%d", map[bool]string{false: "before", true: "after"}[after], n+1))
		}
	}
	c.join(moment{}, "lives")
	return c
}

func (c *crowd) join(at moment, name string) {
	c.all = append(c.all, &walker{
		visitor: c.visitor(), at: at, name: name, email: name + "@example.org", password: goodPassword, promised: map[string][]string{},
	})
}

// step is one request of a flow.
type step struct {
	what   string
	send   func(w *walker, key string) reply
	writes []string // in this order, after the one count that stands before every request
	mail   string   // template of the message that follows
	status int
	unless []unless
}

// unless is what happens instead of the promised answer when a request is sent again that died after one write and before
// another was done.
type unless struct {
	done, undone string   // "": to the end
	also         []string // events that it leads to besides
	then         func(w *walker, again reply)
}

// each lets everybody take a step: for those whose moment comes the server dies, and they send the same again.
func (c *crowd) each(s step) {
	c.t.Helper()
	s.writes = append([]string{"take requests"}, s.writes...)
	if len(s.writes) > most {
		c.t.Fatalf("to %s writes %d times: enlarge most", s.what, len(s.writes))
	}
	for _, w := range c.all {
		c.one(w, s)
	}
}

func (c *crowd) one(w *walker, s step) {
	c.t.Helper()
	if s.mail != "" {
		w.messages = append(w.messages, s.mail)
	}
	key := uuid.NewString()
	r, wrote := c.fuse.watch(w.at, func() reply { return s.send(w, key) })
	dies := w.at.write > 0 && w.at.write <= len(s.writes)
	want := s.writes
	if dies {
		want = s.writes[:w.at.write]
	}
	if diff := cmp.Diff(want, wrote); diff != "" {
		c.t.Fatalf("%s, to %s, wrote otherwise: %s\nanswer %d %s", w.name, s.what, diff, r.Status, r.Raw)
	}
	if !dies {
		w.promise(s.writes...)
		w.answered(s, r)
		return
	}
	c.died++
	if r.Status != 500 {
		c.t.Fatalf("%s, to %s: answered %d by a server that died", w.name, s.what, r.Status)
	}
	again := s.send(w, key)
	for _, u := range s.unless {
		if w.done(s.writes, u.done) && (u.undone == "" || !w.done(s.writes, u.undone)) {
			w.promise(u.also...)
			w.promise(s.writes...)
			u.then(w, again)
			w.keep()
			return
		}
	}
	w.promise(s.writes...)
	w.answered(s, again)
}

// done says whether a write was done when the walker's request died.
func (w *walker) done(writes []string, name string) bool {
	n := slices.Index(writes, name) + 1
	return n > 0 && (w.at.write > n || w.at == moment{n, true})
}

func (w *walker) answered(s step, r reply) {
	w.t.Helper()
	if r.Status != s.status {
		w.t.Fatalf("%s, to %s: answered %d, not %d: %s", w.name, s.what, r.Status, s.status, r.Raw)
	}
	w.position = r.Header.Get("Casetrail-Position")
	w.keep()
}

// keep remembers the cookie of the session.
func (w *walker) keep() {
	if now := w.cookies[sessionCookie]; now != "" && !slices.Contains(w.held, now) {
		w.held = append(w.held, now)
	}
}

const sessionCookie = "__Host-session"

// promise notes the events among some writes, each in the stream that will hold it.
func (w *walker) promise(writes ...string) {
	for _, write := range writes {
		for _, event := range strings.Split(write, " + ") {
			category, _, ok := strings.Cut(event, ".")
			if !ok {
				continue
			}
			if event == "session.opened" {
				w.sessions++
			}
			if category == "session" {
				category = fmt.Sprint("session ", w.sessions)
			}
			w.promised[category] = append(w.promised[category], event)
		}
	}
}

// mailed waits until everybody has n messages of a kind, and shows each their newest.
func (c *crowd) mailed(n int, words string, read func(w *walker, p mail.Piece)) {
	c.t.Helper()
	for _, w := range c.all {
		read(w, c.mails(n, w.email, words)[n-1])
	}
}

// post sends JSON to the API.
func post(path string, body func(w *walker) any) func(*walker, string) reply {
	return func(w *walker, key string) reply { return w.again(key, "POST", "/api/v1"+path, body(w)) }
}

// nothing is the body of a request without one.
func nothing(*walker) any { return nil }

// stage asks who is signed in.
func (w *walker) stage() string {
	r := w.do("GET", "/api/v1/session", nil)
	if r.Status == 401 {
		return "signed out"
	}
	return w.must(200, r).text("stage")
}

// end checks that the log tells of everybody exactly what was promised, that everybody stands where they should, and that
// no cookie but the last one opens anything.
func (c *crowd) end(stage string, deaths int) {
	c.t.Helper()
	if c.died != deaths {
		c.t.Errorf("%d requests died, not %d: is every write met before and after it?", c.died, deaths)
	}
	c.stand(stage)
	c.history()
}

// stand checks how far everybody has come, and that what their browsers held before opens nothing.
func (c *crowd) stand(stage string) {
	c.t.Helper()
	for _, w := range c.all {
		if got := w.stage(); got != stage {
			c.t.Errorf("%s is %s, not %s", w.name, got, stage)
		}
		w.oldCookies()
	}
}

// oldCookies checks that those that the browser held before open nothing.
func (w *walker) oldCookies() {
	last := w.cookies[sessionCookie]
	for _, old := range w.held {
		if old == last {
			continue
		}
		was := &visitor{t: w.t, url: w.url, cookies: map[string]string{sessionCookie: old}}
		if r := was.do("GET", "/api/v1/session", nil); r.Status != 401 {
			w.t.Errorf("%s: a cookie of before still opens a session: %s", w.name, r.Raw)
		}
	}
}

// signInAnew is what somebody does whose cookie was lost with the answer that brought it: the old one opens nothing, and a
// backup code takes the place of the second step.
func (c *crowd) signInAnew(w *walker, again reply) {
	c.t.Helper()
	w.must(401, again)
	w.must(201, w.do("POST", "/api/v1/session", map[string]string{"email": w.email, "password": w.password, "method": "authenticator"}))
	w.keep()
	spare := w.backup[len(w.backup)-1]
	w.backup = w.backup[:len(w.backup)-1]
	r := w.must(200, w.do("POST", "/api/v1/session/code", map[string]string{"by": "backup", "code": spare}))
	if r.text("stage") != workflow.StageFull {
		c.t.Fatalf("%s signed in anew and is at stage %s", w.name, r.text("stage"))
	}
	w.promise("session.opened", "account.backup_code_used", "session.code_verified")
	w.messages = append(w.messages, mail.BackupCodeUsed)
}
