package tracing_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/casetrail/casetrail/adapters/tracing"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/eventstore"
)

// kept are the spans that were exported. It outlives the exporter.
type kept struct {
	mu    sync.Mutex
	spans tracetest.SpanStubs
}

func (k *kept) ExportSpans(_ context.Context, spans []sdk.ReadOnlySpan) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.spans = append(k.spans, tracetest.SpanStubsFromReadOnlySpans(spans)...)
	return nil
}

func (k *kept) Shutdown(context.Context) error { return nil }

// watching watches a share of requests. What it answers second closes, and answers what was seen.
func watching(t testing.TB, share float64) (*tracing.Tracing, func() tracetest.SpanStubs) {
	t.Helper()
	spans := &kept{}
	w := tracing.New(spans, tracing.Options{Share: share, Version: "test", Logger: slog.New(slog.DiscardHandler)})
	return w, func() tracetest.SpanStubs {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
		spans.mu.Lock()
		defer spans.mu.Unlock()
		return spans.spans
	}
}

// named is the only span of a name.
func named(t *testing.T, all tracetest.SpanStubs, name string) tracetest.SpanStub {
	t.Helper()
	var found tracetest.SpanStubs
	for _, s := range all {
		if s.Name == name {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d spans are named %q, of %v", len(found), name, names(all))
	}
	return found[0]
}

func names(all tracetest.SpanStubs) (names []string) {
	for _, s := range all {
		names = append(names, s.Name)
	}
	slices.Sort(names)
	return names
}

// said is an attribute as text; empty when the span has none.
func said(s tracetest.SpanStub, key string) string {
	for _, a := range s.Attributes {
		if string(a.Key) == key {
			return a.Value.String()
		}
	}
	return ""
}

func below(t *testing.T, s, parent tracetest.SpanStub) {
	t.Helper()
	if s.Parent.SpanID() != parent.SpanContext.SpanID() || s.SpanContext.TraceID() != parent.SpanContext.TraceID() {
		t.Errorf("%s does not stand below %s", s.Name, parent.Name)
	}
}

var holder = uuid.MustParse("a0000000-0000-0000-0000-000000000001")

func take(of uuid.UUID) (claim.Take, domain.Act) {
	by := domain.Actor{Kind: domain.Anonymous, ID: "somebody"}
	return claim.Take{Holder: of}, domain.Attempt(by, "route", of.String(), time.Now(), nil)
}

// ledger is the claims, watched as the product does, and what it is made of.
type ledger struct {
	claims domain.Streams[claim.State, claim.Command, claim.Event]
	log    *eventstore.Memory
	codec  *eventstore.Codec
}

func ledgerOf(t testing.TB, w *tracing.Tracing) ledger {
	t.Helper()
	codec, err := eventstore.NewCodec(nil, "test", claim.Decider.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	log := eventstore.NewMemory()
	return ledger{tracing.Streams(w, eventstore.NewHandler(w.Log(log), codec, claim.Decider)), log, codec}
}

// facts are all that the log holds.
func (l ledger) facts(t testing.TB) (all []domain.Fact) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for b, err := range l.log.Follow(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range b.Events {
			f, err := l.codec.Fact(r)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, f)
		}
		if b.CaughtUp {
			break
		}
	}
	return all
}
