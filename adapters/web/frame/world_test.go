package frame_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

// world is a frame with a few screens, and people who come to them.
type world struct {
	t       *testing.T
	handler http.Handler
	tokens  tokens
	limits  *limits
	logged  *bytes.Buffer
	acts    []domain.Act // that were done
	fail    error        // that the next act answers
	missing error        // that a page answers
}

var table = []frame.Screen{
	frame.ErrorScreen,
	{ID: "X01", Name: "note", Path: "/note/{id}", Who: door.Applicant, Acts: []string{"", "remove"}, Secret: []string{"password"}},
	{ID: "X02", Name: "desk", Path: "/desk", Who: door.Officer, Acts: []string{""}},
	{ID: "X03", Name: "hall", Path: "/hall", Who: door.Anyone, Acts: []string{""}},
	{ID: "X04", Name: "vault", Path: "/vault", Who: door.Applicant, Proved: true},
	{ID: "X05", Name: "step", Path: "/step", Who: door.SigningUp, Acts: []string{""}},
	{ID: "X06", Name: "trap", Path: "/trap", Who: door.Anyone},
}

func newWorld(t *testing.T) *world {
	t.Helper()
	secrets, err := vault.NewSecrets(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, tokens: tokens{}, limits: &limits{}, logged: &bytes.Buffer{}}
	f := &frame.Frame{
		Tokens: w.tokens, Limits: w.limits, Digests: vault.NewDigests(secrets), Forms: vault.NewForms(secrets),
		Now: time.Now, Logger: slog.New(slog.NewJSONHandler(w.logged, nil)),
	}
	w.handler = f.Handler(table, nil, w)
	return w
}

// Bind binds the screens: each shows its form, and does what it was told to answer.
func (w *world) Bind(b *frame.Binder) {
	for _, s := range table[1:] {
		b.Show(s.ID, w.show)
		for _, act := range s.Acts {
			b.Do(s.ID, act, w.do)
		}
	}
}

func (w *world) show(v *frame.Visit) (frame.Page, error) {
	if v.Screen.ID == "X06" {
		panic("a secret in a panic")
	}
	if w.missing != nil {
		return frame.Page{}, w.missing
	}
	p := frame.Page{Title: "Title of " + v.Screen.Name, Body: templ.NopComponent}
	if len(v.Screen.Acts) > 0 {
		p.Body = body(v.Form("", "word", "known already"))
	}
	return p, nil
}

// body shows what the form would: its proofs, and its fields.
func body(f parts.Form) templ.Component {
	return templ.Join(parts.FormFor(f), parts.TextField(f, parts.Field{Name: "word", Label: "Word"}), parts.TextField(f, parts.Field{Name: "password", Label: "Secret"}))
}

func (w *world) do(v *frame.Visit) (frame.Next, error) {
	if w.fail != nil {
		return frame.Next{}, w.fail
	}
	w.acts = append(w.acts, v.Act())
	return frame.To("/done"), nil
}

// tokens are the sessions there are.
type tokens map[string]workflow.Token

func (t tokens) Find(_ context.Context, token string) (workflow.Token, error) {
	if found, ok := t[token]; ok {
		return found, nil
	}
	return workflow.Token{}, domain.ErrSignedOut
}

func (tokens) Start(context.Context, workflow.Token) (string, error)        { panic("not here") }
func (tokens) Swap(context.Context, string, workflow.Token) (string, error) { panic("not here") }
func (tokens) EndSession(context.Context, uuid.UUID) error                  { panic("not here") }
func (tokens) EndHolder(context.Context, domain.Actor, uuid.UUID) error     { panic("not here") }
func (tokens) List(context.Context, domain.Actor) ([]workflow.Token, error) { panic("not here") }

// limits lets everybody pass until it is full.
type limits struct {
	full bool
	took []string
}

func (l *limits) Take(_ context.Context, rule, _ string) (int, time.Duration, error) {
	l.took = append(l.took, rule)
	if l.full {
		return -1, 5 * time.Minute, nil
	}
	return 1, 0, nil
}

func (*limits) Clear(context.Context, string, string) error { panic("not here") }

// person is somebody with a browser.
type person struct {
	*world
	cookies map[string]string
}

// come is somebody who has proved so much.
func (w *world) come(kind, stage string) *person {
	p := &person{w, map[string]string{}}
	if kind != "" {
		token := uuid.NewString()
		w.tokens[token] = workflow.Token{Holder: domain.Actor{Kind: kind, ID: uuid.NewString()}, Session: uuid.New(), Stage: stage, Started: time.Now(), Seen: time.Now(), Proved: time.Now()}
		p.cookies["__Host-session"] = token
	}
	return p
}

func (w *world) applicant() *person { return w.come(domain.Applicant, workflow.StageFull) }

// get and post answer what the frame answers. Headers are name, value.
func (p *person) get(path string, headers ...string) *httptest.ResponseRecorder {
	return p.send(httptest.NewRequest(http.MethodGet, path, nil), headers...)
}

func (p *person) post(path string, fields url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return p.send(r, headers...)
}

func (p *person) send(r *http.Request, headers ...string) *httptest.ResponseRecorder {
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	for name, value := range p.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		p.cookies[c.Name] = c.Value
	}
	return w
}

var hidden = regexp.MustCompile(`name="(_token|_key)" value="([^"]*)"`)

// form is the form of a page, with its proofs and these fields.
func (p *person) form(path string, fields ...string) url.Values {
	p.t.Helper()
	form := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(p.get(path).Body.String(), -1) {
		if form.Get(m[1]) == "" {
			form.Set(m[1], m[2])
		}
	}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return form
}

// state is how a page is marked.
func state(w *httptest.ResponseRecorder) string {
	m := regexp.MustCompile(`data-screen="([^"]*)" data-state="([^"]*)"`).FindStringSubmatch(w.Body.String())
	if m == nil {
		return ""
	}
	return strings.TrimSpace(m[1] + " " + m[2])
}
