package main

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// `casetrail dev` brings its own database. Killed in the middle, with all that it started, it finds everything again;
// Ctrl-C leaves nothing running.
func TestDevFindsItsDataAgain(t *testing.T) {
	t.Parallel()
	p, state := newProgram(t), filepath.Join(t.TempDir(), "state")
	p.killedWhileLoading(state)

	first := p.dev(state)
	tour, events := first.tour(), first.beginnings(p)
	zoe := first.signUp("zoe@example.org")
	if text := first.mails(1, zoe.email, "/confirm/")[0].Text; !strings.Contains(text, first.url+"/confirm/") {
		t.Errorf("served on %s, the link is in: %s", first.url, text)
	}
	first.signal(syscall.SIGKILL)

	second := p.dev(state)
	if found := second.tour(); found != tour {
		t.Errorf("started again, the demo has %+v, not %+v", found, tour)
	}
	for kind, before := range events {
		want := before
		if kind == "account.registered" || kind == "account.activated" {
			want++ // hers
		}
		if now := second.beginnings(p)[kind]; now != want {
			t.Errorf("started again, there are %d events %s, not %d", now, kind, want)
		}
	}
	v := second.visitor()
	v.must(201, v.do("POST", "/api/v1/session", map[string]string{"email": zoe.email, "password": goodPassword}))

	socket := second.socket()
	if code := second.signal(syscall.SIGINT); code != 0 {
		t.Errorf("Ctrl-C exits with %d:\n%s%s", code, second.out, second.logged)
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if _, err := os.Stat(socket); os.IsNotExist(err) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("Ctrl-C leaves the database running")
		}
	}
}

// killedWhileLoading starts it for the first time, and kills it when cases are being filed.
func (p *program) killedWhileLoading(state string) {
	p.t.Helper()
	r := p.with("CASETRAIL_STATE=" + state).start("dev")
	r.says(r.logged, regexp.MustCompile("Loading the demo: (cases)"))
	r.signal(syscall.SIGKILL)
	if strings.Contains(r.out.String(), "Ctrl-C") {
		p.t.Error("the demo was loaded already: it is killed too late")
	}
}

// demoCase is the case of the demo that nobody has linked.
type demoCase struct {
	Case struct {
		Receipt string `json:"receipt_number"`
		Code    string `json:"access_code"`
		Born    string `json:"birth_date"`
	} `json:"unlinked_case"`
}

func (r *running) tour() (d demoCase) {
	r.t.Helper()
	v := r.visitor()
	if err := json.Unmarshal(v.must(200, v.do("GET", "/dev/tour.json", nil)).Raw, &d); err != nil || d.Case.Receipt == "" {
		r.t.Fatal("no unlinked case: ", err)
	}
	for _, page := range []string{"/", "/dev/mailbox"} {
		if html := v.must(200, v.do("GET", page, nil)); strings.Contains(string(html.Raw), "127.0.0.1:0") {
			r.t.Errorf("%s links to port 0", page)
		}
	}
	if !strings.Contains(r.out.String(), d.Case.Receipt) || !strings.Contains(r.out.String(), d.Case.Code) {
		r.t.Errorf("what it prints is not what it serves:\n%s", r.out)
	}
	return d
}

var exported = regexp.MustCompile(`(DATABASE_URL|CASETRAIL_KEYS_URL|CASETRAIL_SECRETS)='([^']+)'`)

// settings are those that the greeting tells the other commands to use.
func (r *running) settings() (list []string) {
	for _, m := range exported.FindAllStringSubmatch(r.out.String(), -1) {
		list = append(list, m[1]+"="+m[2])
	}
	return list
}

// beginnings counts the events that each begin something, by what other commands see.
func (r *running) beginnings(p *program) map[string]int {
	r.t.Helper()
	lines := p.with(r.settings()...).must(0, p.with(r.settings()...).run("", "log", "tail")).out
	count := map[string]int{}
	for _, kind := range []string{"account.registered", "account.activated", "casefile.received", "casefile.action_recorded", "access.code_issued", "access.linked", "staff.invited"} {
		if count[kind] = strings.Count(lines, " "+kind+" "); count[kind] == 0 {
			r.t.Errorf("the demo has no event %s", kind)
		}
	}
	return count
}

// socket is where its private database listens.
func (r *running) socket() string {
	r.t.Helper()
	database, err := url.Parse(strings.TrimPrefix(r.settings()[0], "DATABASE_URL="))
	if err != nil {
		r.t.Fatal(err)
	}
	socket := filepath.Join(database.Query().Get("host"), ".s.PGSQL.5432")
	if _, err := os.Stat(socket); err != nil {
		r.t.Fatal("there is no private database: ", err)
	}
	return socket
}
