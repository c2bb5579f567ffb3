package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/web/dev"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/workflow"
)

// program is a client of the Case Status API: it knows its address, its id and its secret.
type statusProgram struct {
	*visitor
	id, secret string
	token      string
}

// program registers a client as staff does, and is its program.
func (p *product) program(environment string) *statusProgram {
	p.t.Helper()
	act := domain.Attempt(domain.Actor{Kind: domain.Staff, ID: "tester"}, "test", environment+time.Now().String(), time.Now(), nil)
	c, _, err := p.core.clientDesk().Register(p.t.Context(), workflow.Application{
		Name: "Board", Contact: "it@example.org", Environment: environment, Scopes: []string{client.CaseStatus},
	}, act)
	if err != nil {
		p.t.Fatal(err)
	}
	return &statusProgram{visitor: p.visitor(), id: c.ID.String(), secret: c.Secret}
}

// at is the same program at another server.
func (s *statusProgram) at(url string) *statusProgram {
	v := *s.visitor
	v.url = url
	return &statusProgram{visitor: &v, id: s.id, secret: s.secret, token: s.token}
}

func (s *statusProgram) grants() reply {
	s.t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {s.id}, "client_secret": {s.secret}}
	r, err := http.NewRequest(http.MethodPost, s.url+"/oauth/accesstoken", strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.send(r)
}

// signedIn has a token.
func (s *statusProgram) signedIn() *statusProgram {
	s.t.Helper()
	s.token = s.must(200, s.grants()).text("access_token")
	return s
}

func (s *statusProgram) asks(receipt string) reply {
	s.t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.url+"/case-status/"+receipt, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+s.token)
	return s.send(r)
}

// masks are what differs from one day, or one token, to the next.
var masks = []struct {
	what *regexp.Regexp
	as   string
}{
	{regexp.MustCompile(`"access_token":"[^"]{75}"`), `"access_token":"…"`},
	{regexp.MustCompile(`"issued_at":"[0-9]{13}"`), `"issued_at":"…"`},
	{regexp.MustCompile(`"[0-9]{2}-[0-9]{2}-[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}"`), `"MM-DD-YYYY HH:mm:ss"`},
	{regexp.MustCompile(`"[0-9]{4}-[0-9]{2}-[0-9]{2}"`), `"YYYY-MM-DD"`},
	{regexp.MustCompile(`(January|February|March|April|May|June|July|August|September|October|November|December) [0-9]{1,2}, [0-9]{4}`), `Month D, YYYY`},
	{regexp.MustCompile(`[0-9]{1,2} de [a-z]+ de [0-9]{4}`), `D de mes de YYYY`},
}

func maskedJSON(raw []byte) string {
	text := string(raw)
	for _, m := range masks {
		text = m.what.ReplaceAllString(text, m.as)
	}
	return text
}

// golden compares with a file, byte for byte; GOLDEN=add writes the files that are missing.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "statusapi", name+".json")
	if _, err := os.Stat(path); os.IsNotExist(err) && os.Getenv("GOLDEN") == "add" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
}

// The whole demo, on the real program: what a program that exists would see.
func TestTheSandboxAnswersAsPublished(t *testing.T) {
	t.Parallel()
	server := newProgram(t, "DATABASE_URL="+pgtest.New(t)).dev(filepath.Join(t.TempDir(), "state"))
	var tour dev.Tour
	v := server.visitor()
	if err := json.Unmarshal(v.must(200, v.do("GET", "/dev/tour.json", nil)).Raw, &tour); err != nil {
		t.Fatal(err)
	}
	s := (&statusProgram{visitor: v, id: tour.Program.ID, secret: tour.Program.Secret}).signedIn()
	golden(t, "token", maskedJSON(s.grants().Raw))
	for name, receipt := range map[string]string{"with_history": "EAC9999103403", "without_history": "EAC9999103400"} {
		golden(t, name, maskedJSON(s.must(200, s.asks(receipt)).Raw))
	}
	for i, n := range casefile.SandboxNumbers {
		if i%4 == 0 {
			time.Sleep(time.Second) // within the limit of the sandbox
		}
		history, has := s.must(200, s.asks(string(n.Receipt))).Body["case_status"].(map[string]any)["hist_case_status"].([]any)
		if has != n.History || n.History && len(history) < 2 {
			t.Errorf("%s: history %t, of %d lines", n.Receipt, has, len(history))
		}
	}
	time.Sleep(time.Second)
	s.must(404, s.asks("EAC9999103401"))

	t.Run("by an independent program in Go", func(t *testing.T) { time.Sleep(time.Second); asIntegrator(t, server.url, tour.Program) })
	t.Run("by an independent script", func(t *testing.T) { time.Sleep(time.Second); asScript(t, server.url, tour.Program) })
}

// Protected and unknown cases look the same, byte for byte.
func TestProtectedCasesAreUnknownToPrograms(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive := p.officer("olive@example.org")
	receive := func(receipt string, protected bool) {
		filing := paper("I-130")
		filing["receipt_number"], filing["protected"] = receipt, protected
		at := olive.must(201, olive.do("POST", "/api/v1/staff/cases", filing)).Header.Get("Casetrail-Position")
		olive.must(200, olive.do("GET", "/api/v1/staff/cases/"+receipt, nil, "Casetrail-Wait-For", at)) // it is in the read model
	}
	receive("EAC9900112345", false)
	receive("EAC9900112346", true)
	receive("IOE0912345678", false)
	s := p.program(client.Production).signedIn()
	open := s.must(200, s.asks("EAC9900112345"))
	golden(t, "received", maskedJSON(open.Raw))
	golden(t, "ioe", maskedJSON(s.must(200, s.asks("IOE0912345678")).Raw))
	unknown, protected := s.must(404, s.asks("EAC9900112347")), s.must(404, s.asks("EAC9900112346"))
	unknown.Header.Del("Date")
	protected.Header.Del("Date")
	if string(unknown.Raw) != string(protected.Raw) || headersOf(unknown.Header) != headersOf(protected.Header) {
		t.Errorf("unknown   %s %v\nprotected %s %v", unknown.Raw, unknown.Header, protected.Raw, protected.Header)
	}
	if sandbox := p.program(client.Sandbox).signedIn(); sandbox.asks("EAC9900112345").Status != 404 {
		t.Error("the sandbox shows a real case")
	}
}
