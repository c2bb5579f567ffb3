package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/casetrail/casetrail/adapters/tracing"
)

// spans keeps what was watched, until the product stops.
type spans struct {
	mu  sync.Mutex
	all tracetest.SpanStubs
}

// ExportSpans implements sdk.SpanExporter.
func (s *spans) ExportSpans(_ context.Context, some []sdk.ReadOnlySpan) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, tracetest.SpanStubsFromReadOnlySpans(some)...)
	return nil
}

// Shutdown implements sdk.SpanExporter.
func (s *spans) Shutdown(context.Context) error { return nil }

// serveWatched serves with every request watched.
func serveWatched(t *testing.T) (*product, *spans) {
	t.Helper()
	seen, stores := &spans{}, testStores(t)
	stores.tracing = tracing.New(seen, tracing.Options{Share: 1, Version: "test", Logger: slog.New(slog.DiscardHandler)})
	return serveOn(t, stores), seen
}

// below lists what went on in the trace of a span, each as the names from there to it.
func (s *spans) below(root tracetest.SpanStub) (paths []string) {
	byID := map[trace.SpanID]tracetest.SpanStub{}
	for _, x := range s.all {
		byID[x.SpanContext.SpanID()] = x
	}
	for _, x := range s.all {
		if x.SpanContext.TraceID() != root.SpanContext.TraceID() {
			continue
		}
		path := x.Name
		for p, ok := byID[x.Parent.SpanID()]; ok; p, ok = byID[p.Parent.SpanID()] {
			path = p.Name + " > " + path
		}
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

func (s *spans) named(t *testing.T, name string) (found tracetest.SpanStubs) {
	t.Helper()
	for _, x := range s.all {
		if x.Name == name {
			found = append(found, x)
		}
	}
	if len(found) == 0 {
		t.Fatalf("nothing is named %q", name)
	}
	return found
}

// One request to sign up is one trace: from the request to the mail that it brings about, and what is written down of that.
func TestOneSignUpIsOneTrace(t *testing.T) {
	t.Parallel()
	inTables(t) // batches are the table's
	p, seen := serveWatched(t)
	v := p.visitor()
	v.must(202, v.do("POST", "/api/v1/sign-up", map[string]string{"email": "ana@example.org", "language": "en"}))
	p.mails(1, "ana@example.org", "")
	p.until("everybody has read the log", fmt.Sprintf("select bool_and(position >= %d) from app.checkpoints", p.quiet()))
	p.stop()
	unwatch(p.stores.tracing, slog.New(slog.DiscardHandler))
	roots := seen.named(t, "POST /api/v1/sign-up")
	if len(roots) != 1 {
		t.Fatalf("%d requests to sign up are seen", len(roots))
	}
	request, requested := "POST /api/v1/sign-up > account.Register", " > react confirmation > delivery.Request"
	delivered := requested + " > deliver mail > delivery.RecordSent"
	want := []string{
		"POST /api/v1/sign-up",
		request,
		request + " > append",
		request + " > append > append batch",
		request + " > project deadlines",
		request + " > project directory",
		request + " > react confirmation",
		request + requested,
		request + requested + " > append",
		request + requested + " > append > append batch",
		request + requested + " > deliver mail",
		request + delivered,
		request + delivered + " > append",
		request + delivered + " > append > append batch",
		request + delivered + " > project deliveries",
		request + delivered + " > react destruction",
		request + requested + " > project deliveries",
	}
	if diff := cmp.Diff(want, seen.below(roots[0])); diff != "" {
		t.Error(diff)
	}
	register := seen.named(t, "account.Register")[0].SpanContext.SpanID()
	for _, name := range []string{"project directory", "react confirmation"} {
		if s := seen.named(t, name)[0]; len(s.Links) != 1 || s.Links[0].SpanContext.SpanID() != register {
			t.Errorf("%s does not link to the command that caused it", name)
		}
	}
}

// collector is a receiver of traces that keeps what comes, as it comes.
type collector struct {
	*httptest.Server
	bytes safeBuffer
}

func newCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(&c.bytes, r.Body) }))
	t.Cleanup(c.Close)
	return c
}

// A command line is one trace, from its name to what it recorded; what was typed behind the name stands nowhere in it.
func TestACommandLineIsOneTrace(t *testing.T) {
	t.Parallel()
	traces := newCollector(t)
	p := migrated(t).with("CASETRAIL_TRACES="+traces.URL, "CASETRAIL_TRACED=1")
	p.must(0, p.run("", "staff", "add", "Olive Officer", "olive@agency.example"))
	p.must(exitRefused, p.run("", "case", "show", "IOE0912345678"))
	sent := traces.bytes.String()
	for _, name := range []string{"casetrail staff add", "staff.Invite", "append", "casetrail case show"} {
		if !strings.Contains(sent, name) {
			t.Errorf("no span is named %q", name)
		}
	}
	for _, private := range []string{"Olive", "olive@", "IOE0912345678"} {
		if strings.Contains(sent, private) {
			t.Errorf("%q stands in a span", private)
		}
	}
	p = p.with("CASETRAIL_TRACES=127.0.0.1:4318")
	if o := p.must(exitUsage, p.run("", "staff", "add", "Otto Officer", "otto@agency.example")); !strings.Contains(o.err, "CASETRAIL_TRACES") {
		t.Errorf("a collector that is none: %s", o.err)
	}
}
