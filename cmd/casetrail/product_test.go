package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/web/browsertest"
	"github.com/casetrail/casetrail/adapters/web/dev"
	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
	logpg "github.com/casetrail/casetrail/eventstore/postgres"
)

var es = pgtest.Template("es", logpg.Migrate)

// TestMain starts one Postgres for all tests of this package, unless a run of several packages has. These tests wait more
// than they work, for mail, for servers and for a browser: so twice as many run at once as there are cores, unless -parallel
// says otherwise.
func TestMain(m *testing.M) {
	flag.Parse()
	told := false
	flag.Visit(func(f *flag.Flag) { told = told || f.Name == "test.parallel" })
	if !told {
		if err := flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0))); err != nil {
			panic(err)
		}
	}
	pgtest.Main(m, removeProgram, browsertest.Close, sawAll)
}

// generous are limits that tests about something else do not meet.
const generous = "requests=1000000,sign_up_network=100000,sign_up_address=100000,sign_in_network=100000,password_burst=100000," +
	"link_account=100000,link_network=100000,confirm_network=100000,code_resend=100000,sign_up_steps=100000,status_check=100000,reset_network=100000,reset_address=100000,reset_answers=100000,text_number=100000," +
	"text_number_day=100000,text_new_number=100000,text_account=100000,text_alert=100000"

// product is everything, served in this process over real HTTP and a real Postgres of its own.
type product struct {
	t        testing.TB
	stores   stores
	core     *core
	url      string
	mailbox  *mail.Mailbox
	logged   *safeBuffer
	stop     func()
	stopOnce sync.Once
}

// testStores is a database of the test's own, with root secrets and cheap hashing.
func testStores(t testing.TB) stores {
	t.Helper()
	s := stores{
		Secrets: filepath.Join(t.TempDir(), "secrets.json"), Connections: 20, Limits: generous, Hashing: "weak",
	}
	if os.Getenv("CASETRAIL_TEST_LOG") == "esdb" { // the whole package on another store
		s.Database, s.Log = pgtest.New(t, pgtest.Keys), esdbtest.Start(t).URL()
	} else {
		s.Database = pgtest.New(t, es, pgtest.Keys)
	}
	if err := newSecrets(s.Secrets); err != nil {
		t.Fatal(err)
	}
	return s
}

// inTables skips a test of what only a log in the database has, when the package runs on another store.
func inTables(t testing.TB) {
	t.Helper()
	if os.Getenv("CASETRAIL_TEST_LOG") != "" {
		t.Skip("the log is not in the database")
	}
}

// serveProduct serves until the test ends; between may put itself before the stores.
func serveProduct(t testing.TB, between ...func(*core)) *product {
	t.Helper()
	return serveOn(t, testStores(t), between...)
}

func serveOn(t testing.TB, s stores, between ...func(*core)) *product {
	t.Helper()
	return serveAs(t, s, serving{}, carriers{}, between...)
}

// serveAs serves with other settings than usual, or with carriers other than the mailbox.
func serveAs(t testing.TB, s stores, how serving, out carriers, between ...func(*core)) *product {
	t.Helper()
	p := &product{t: t, stores: s, logged: &safeBuffer{}}
	ctx, cancel := context.WithCancel(context.Background())
	var err error
	if p.core, err = openCore(ctx, s, slog.New(slog.NewJSONHandler(p.logged, nil)), between...); err != nil {
		t.Fatal(err)
	}
	if p.mailbox, err = mail.OpenMailbox(filepath.Join(t.TempDir(), "mailbox")); err != nil {
		t.Fatal(err)
	}
	if out.mail == nil {
		out.mail, out.letters, out.texts = p.mailbox, p.mailbox, p.mailbox
	}
	how.Addr, how.Agency, how.Metrics = "127.0.0.1:0", "USCIS", []string{"127.0.0.0/8"}
	ended, addr := make(chan error, 1), make(chan net.Addr, 1)
	go func() {
		loading := func() *dev.Tour { return &dev.Tour{Loading: true} }
		ended <- p.core.serve(ctx, how, out, &development{mailbox: p.mailbox, tour: loading}, func(a net.Addr) { addr <- a })
	}()
	select {
	case a := <-addr:
		p.url = "http://" + a.String()
	case err := <-ended:
		t.Fatal("did not serve: ", err)
	}
	p.stop = func() {
		p.stopOnce.Do(func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error("did not stop cleanly: ", err)
			}
			p.core.close()
		})
	}
	t.Cleanup(p.stop)
	return p
}

// visitor is a person or a program with a cookie jar of its own.
type visitor struct {
	t       testing.TB
	url     string
	cookies map[string]string
}

func (p *product) visitor() *visitor {
	return &visitor{t: p.t, url: p.url, cookies: map[string]string{}}
}

// reply is an answer of the API.
type reply struct {
	Status int
	Header http.Header
	Raw    []byte
	Body   map[string]any
}

// text is a field of the body, as text.
func (r reply) text(field string) string {
	s, _ := r.Body[field].(string)
	return s
}

// do sends a request with a new Idempotency-Key; body is marshaled unless it is nil.
func (v *visitor) do(method, path string, body any, headers ...string) reply {
	v.t.Helper()
	return v.again(uuid.NewString(), method, path, body, headers...)
}

// again sends a request under a key of the caller's choice. Headers are name, value, name, value.
func (v *visitor) again(key, method, path string, body any, headers ...string) reply {
	v.t.Helper()
	var sent io.Reader
	switch b := body.(type) {
	case nil:
	case []byte:
		sent = bytes.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			v.t.Fatal(err)
		}
		sent = bytes.NewReader(raw)
	}
	r, err := http.NewRequest(method, v.url+path, sent)
	if err != nil {
		v.t.Fatal(err)
	}
	if sent != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Idempotency-Key", key)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return v.send(r)
}

// asIs shows every answer as it is: where redirects lead, the visitor goes itself, with its cookies.
var asIs = &http.Client{
	Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func (v *visitor) send(r *http.Request) reply {
	v.t.Helper()
	res, err := asIs.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	out := reply{Status: res.StatusCode, Header: res.Header}
	if out.Raw, err = io.ReadAll(res.Body); err != nil {
		v.t.Fatal(err)
	}
	_ = json.Unmarshal(out.Raw, &out.Body) // not every answer is JSON
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
			continue
		}
		v.cookies[c.Name] = c.Value
	}
	return out
}

// must fails the test unless the status is the one expected.
func (v *visitor) must(status int, r reply) reply {
	v.t.Helper()
	if r.Status != status {
		v.t.Fatalf("answered %d, not %d: %s", r.Status, status, r.Raw)
	}
	return r
}

// mails waits until there are n pieces of mail to an address whose text holds the given words, and answers them, oldest first.
func (p *product) mails(n int, to, words string) []mail.Piece {
	p.t.Helper()
	var found []mail.Piece
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		all, err := p.mailbox.List()
		if err != nil {
			continue // a piece is being written
		}
		found = found[:0]
		for i := len(all) - 1; i >= 0; i-- {
			if bytes.Contains([]byte(all[i].To), []byte(to)) && bytes.Contains([]byte(all[i].Subject+"\n"+all[i].Text+all[i].HTML), []byte(words)) {
				found = append(found, all[i])
			}
		}
		if len(found) >= n {
			return found
		}
	}
	p.t.Fatalf("%d of %d messages to %s about %q arrived; log:\n%s", len(found), n, to, words, p.logged)
	return nil
}

// safeBuffer is a buffer that many write to.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
