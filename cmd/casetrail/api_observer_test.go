package main

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
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
	Appends    []string // the types of the events
	Hashes     []string
}

// serveObserved serves a product of which every statement of every request is noted.
func serveObserved(t testing.TB) (*product, *observer) {
	t.Helper()
	w, s := &observer{}, testStores(t)
	s.tracer = w
	return serveOn(t, s, func(c *core) {
		c.log, c.vault = observedLog{c.log, w}, observedVault{c.vault, w}
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
	if chi.RouteContext(ctx) == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.seen)
}

// TraceQueryStart notes a statement.
func (w *observer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	w.note(ctx, func(is *effort) { is.Statements = append(is.Statements, strings.Join(strings.Fields(q.SQL), " ")) })
	return ctx
}

// TraceQueryEnd is told too late to matter.
func (*observer) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

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

// differs says in what two requests differ that must not be told apart, or nothing.
func differs(a, b reply, x, y effort) string {
	switch {
	case a.Status != b.Status:
		return "the status"
	case string(masked(a)) != string(masked(b)):
		return "the body"
	case !slices.Equal(names(a), names(b)):
		return "the headers"
	case !slices.Equal(x.Statements, y.Statements):
		return "the statements: " + strings.Join(begin(x.Statements), "; ") + " --- " + strings.Join(begin(y.Statements), "; ")
	case !slices.Equal(x.Appends, y.Appends):
		return "what was recorded: " + strings.Join(x.Appends, " ") + " --- " + strings.Join(y.Appends, " ")
	case !slices.Equal(x.Hashes, y.Hashes):
		return "the passwords hashed"
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

// names are the headers of an answer, those of its cookies too.
func names(r reply) (all []string) {
	for name := range r.Header {
		all = append(all, name)
	}
	for _, line := range r.Header.Values("Set-Cookie") {
		name, _, _ := strings.Cut(line, "=")
		all = append(all, "cookie "+name)
	}
	slices.Sort(all)
	return append(all, "length "+r.Header.Get("Content-Length"))
}
