package main

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
)

// observer notes what requests do to the stores. What goes on behind the front is not noted: its contexts are of no request.
type observer struct {
	mu   sync.Mutex
	seen effort
}

// effort is what one request made the product do, in order.
type effort struct {
	Statements []string
	Touched    []string // what writing statements did to how many rows
	Appends    []string // the types of the events
	Hashes     []string
}

// serveObserved serves a product of which every statement of every request is noted. A gateway of text messages may call it
// back.
func serveObserved(t testing.TB) (*product, *observer) {
	t.Helper()
	w, s := &observer{}, testStores(t)
	s.tracer = w
	gateway, err := sms.NewGateway(sms.Options{Account: gatewayAccount, Token: "nobody knows", From: "+12025550100", Callback: publicURL})
	if err != nil {
		t.Fatal(err)
	}
	return serveAs(t, s, serving{}, carriers{gateway: gateway}, func(c *core) {
		c.log, c.vault, c.codes = observedLog{c.log, w}, observedVault{c.vault, w}, observedCodes{c.codes, w}
	}), w
}

// during is the work of one request.
func (w *observer) during(request func() reply) (reply, effort) {
	w.mu.Lock()
	w.seen = effort{}
	w.mu.Unlock()
	r := request()
	w.mu.Lock()
	defer w.mu.Unlock()
	return r, w.seen
}

func (w *observer) note(ctx context.Context, change func(*effort)) {
	if c := chi.RouteContext(ctx); c != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		change(&w.seen)
	}
}

// TraceQueryStart notes a statement.
func (w *observer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	w.note(ctx, func(is *effort) { is.Statements = append(is.Statements, strings.Join(strings.Fields(q.SQL), " ")) })
	return ctx
}

// TraceQueryEnd notes how many rows were written. How many are read may differ: of what is not there, there are none.
func (w *observer) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryEndData) {
	if !q.CommandTag.Select() {
		w.note(ctx, func(is *effort) { is.Touched = append(is.Touched, q.CommandTag.String()) })
	}
}

type observedLog struct {
	eventstore.Log
	w *observer
}

func (l observedLog) Append(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (eventstore.Appended, error) {
	l.w.note(ctx, func(is *effort) {
		for _, e := range events {
			is.Appends = append(is.Appends, e.Type)
		}
	})
	return l.Log.Append(ctx, stream, after, events)
}

type observedVault struct {
	workflow.Vault
	w *observer
}

func (v observedVault) Put(ctx context.Context, id uuid.UUID, password []byte) error {
	v.w.note(ctx, func(is *effort) { is.Hashes = append(is.Hashes, "put") })
	return v.Vault.Put(ctx, id, password)
}

func (v observedVault) Verify(ctx context.Context, id uuid.UUID, password []byte) (bool, error) {
	v.w.note(ctx, func(is *effort) { is.Hashes = append(is.Hashes, "verify") })
	return v.Vault.Verify(ctx, id, password)
}

// observedCodes notes each comparison with a code or a link that was typed.
type observedCodes struct {
	workflow.Codes
	w *observer
}

func (c observedCodes) Presented(purpose, typed string) secret.Presented {
	return compared{c.Codes.Presented(purpose, typed), purpose, c.w}
}

type compared struct {
	secret.Presented
	purpose string
	w       *observer
}

func (c compared) Is(ref secret.Ref) bool {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	c.w.seen.Hashes = append(c.w.seen.Hashes, c.purpose)
	return c.Presented.Is(ref)
}

// differs says in what two requests differ that must not be told apart, or nothing.
func differs(a, b reply, x, y effort) string {
	switch {
	case a.Status != b.Status:
		return "the status"
	case allTold(a) != allTold(b):
		return "the answer: " + cmp.Diff(allTold(a), allTold(b))
	case !slices.Equal(x.Statements, y.Statements):
		return "the statements: " + strings.Join(begin(x.Statements), "; ") + " --- " + strings.Join(begin(y.Statements), "; ")
	case !slices.Equal(x.Touched, y.Touched):
		return "the rows written: " + strings.Join(x.Touched, "; ") + " --- " + strings.Join(y.Touched, "; ")
	case !slices.Equal(x.Appends, y.Appends):
		return "what was recorded: " + strings.Join(x.Appends, " ") + " --- " + strings.Join(y.Appends, " ")
	case !slices.Equal(x.Hashes, y.Hashes):
		return "what was hashed: " + strings.Join(x.Hashes, " ") + " --- " + strings.Join(y.Hashes, " ")
	}
	return ""
}

// begin are the beginnings of statements.
func begin(statements []string) (all []string) {
	for _, s := range statements {
		all = append(all, s[:min(len(s), 30)])
	}
	return all
}

// differing is what is another in each answer, whoever asks: nothing else may be.
var differing = []struct {
	what *regexp.Regexp
	as   string
}{
	{regexp.MustCompile(`(?m)^Date: .*$`), "Date: the moment"},
	{regexp.MustCompile(`(?m)^Retry-After: \d+`), "Retry-After: the seconds until a limit lets go"},
	{regexp.MustCompile(`(?m)^(Set-Cookie: [\w-]+=)[^;\r]*`), "${1}a new secret, or a note of what was typed"},
	{regexp.MustCompile(`((?:name="_token" value|data-ct-token)=")[^"]*`), "${1}what proves that a form is ours"},
	{someID, "an id of ours, or a reference"},
}

// allTold is all that an answer says, its headers too, but for what differs each time.
func allTold(r reply) string {
	text := headersOf(r.Header) + string(r.Raw)
	for _, d := range differing {
		text = d.what.ReplaceAllString(text, d.as)
	}
	return text
}
