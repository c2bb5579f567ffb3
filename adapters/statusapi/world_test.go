package statusapi

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
)

// world is the API over a log in memory, with real secrets and tokens, and cases out of a map.
type world struct {
	*testing.T
	api   *API
	desk  workflow.ClientDesk
	cases map[casefile.Receipt]casefile.View
	now   time.Time

	full   string // the limit that is used up
	broken error  // what reading a case ends with
	spent  int    // requests that were counted
}

func newWorld(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	w := &world{T: t, cases: map[casefile.Receipt]casefile.View{}, now: time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC)}
	codec, err := eventstore.NewCodec(keys{}, "test", client.Decider.Catalog)
	w.must(err)
	secrets, err := vault.NewSecrets(rand.Reader)
	w.must(err)
	clients := eventstore.NewHandler(eventstore.NewMemory(), codec, client.Decider)
	w.desk = workflow.ClientDesk{Clients: clients, Codes: vault.NewCodes(secrets), Revealer: vault.NewRevealer(secrets), Limits: w}
	w.api = &API{
		Door: workflow.ClientDoor{
			Clients: clients, Codes: vault.NewCodes(secrets), Bearers: vault.NewBearers(secrets), Limits: w, Digests: vault.NewDigests(secrets), Meter: w,
		},
		Public: w.public, Agency: "USCIS", Now: func() time.Time { return w.now }, Logger: slog.New(slog.DiscardHandler),
	}
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// keys is one key for everybody.
type keys struct{}

func (keys) Ensure(context.Context, ...personal.Subject) error { return nil }

func (keys) Open(_ context.Context, subjects ...personal.Subject) (map[personal.Subject][]byte, error) {
	all := map[personal.Subject][]byte{}
	for _, s := range subjects {
		all[s] = make([]byte, 32)
	}
	return all, nil
}

func (w *world) Take(_ context.Context, rule, _ string) (left int, wait time.Duration, err error) {
	if rule == w.full {
		return -1, 90 * time.Second, nil
	}
	return 1, 0, nil
}

func (w *world) Clear(context.Context, string, string) error { return nil }

func (w *world) Spend(_ context.Context, _ client.ID, burst, quota string) (string, time.Duration, error) {
	w.spent++
	if w.full == burst || w.full == quota {
		return w.full, 1500 * time.Millisecond, nil
	}
	return "", 0, nil
}

func (w *world) public(_ context.Context, receipt string) (casefile.View, error) {
	v, ok := w.cases[casefile.Receipt(receipt)]
	switch {
	case w.broken != nil:
		return v, w.broken
	case !ok:
		return v, casefile.ErrUnknown
	}
	return v, nil
}

func (w *world) act() domain.Act {
	return domain.Attempt(domain.Actor{Kind: domain.Staff, ID: uuid.NewString()}, "test", uuid.NewString(), w.now, nil)
}

// registers answers the credential of a new client.
func (w *world) registers(environment string) workflow.Credential {
	w.Helper()
	c, _, err := w.desk.Register(w.Context(), workflow.Application{
		Name: "Board", Contact: "it@example.org", Environment: environment, Scopes: []string{client.CaseStatus},
	}, w.act())
	w.must(err)
	return c
}

func formOf(c workflow.Credential) url.Values {
	return url.Values{"grant_type": {"client_credentials"}, "client_id": {c.ID.String()}, "client_secret": {c.Secret}}
}

const formType = "application/x-www-form-urlencoded"

// send answers status, body and headers. Headers are name, value, name, value.
func (w *world) send(method, path, body string, headers ...string) (int, string, http.Header) {
	w.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	out := httptest.NewRecorder()
	w.api.Handler().ServeHTTP(out, r)
	got, err := io.ReadAll(out.Body)
	w.must(err)
	return out.Code, string(got), out.Header()
}

// token is that of a new client.
func (w *world) token(environment string) string {
	w.Helper()
	c := w.registers(environment)
	g, err := w.api.Door.Grant(w.Context(), "network", c.ID.String(), c.Secret, w.now)
	w.must(err)
	return g.Token
}

// asks is the status call with a token.
func (w *world) asks(token, receipt string) (int, string, http.Header) {
	w.Helper()
	return w.send("GET", "/case-status/"+receipt, "", "Authorization", "Bearer "+token)
}

// golden compares with a file, byte for byte; GOLDEN=add writes the files that are missing.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".json")
	want, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) && os.Getenv("GOLDEN") == "add" {
		want, err = []byte(got), os.WriteFile(path, []byte(got), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
}
