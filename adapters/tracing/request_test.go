package tracing_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/casetrail/casetrail/adapters/tracing"
)

// site is the product's order of routers: one in another, and the watch between them.
func site(w *tracing.Tracing, do http.HandlerFunc) http.Handler {
	inner, outer := chi.NewMux(), chi.NewMux()
	inner.Get("/api/v1/cases/{receipt}", do)
	inner.Get("/confirm/{token}", do)
	outer.Handle("/*", w.Requests(inner))
	return outer
}

func nothing(http.ResponseWriter, *http.Request) {}

func get(h http.Handler, method, path string, header ...string) int {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	return answer.Code
}

func TestARequestIsNamedByItsRoute(t *testing.T) {
	t.Parallel()
	w, seen := watching(t, 1)
	h := site(w, nothing)
	get(h, "GET", "/api/v1/cases/IOE0912345678?code=SECRET", "User-Agent", "Ana's phone")
	get(h, "GET", "/confirm/SECRET-TOKEN")
	get(h, "GET", "/ana@example.org")
	get(w.Requests(http.HandlerFunc(nothing)), "ANA", "/api/v1/cases/IOE0912345678")
	all := seen()
	if got := names(all); !slices.Equal(got, []string{"GET /*", "GET /api/v1/cases/{receipt}", "GET /confirm/{token}", "_OTHER none"}) {
		t.Errorf("the spans are %q", got)
	}
	for _, s := range all {
		if s.SpanKind != trace.SpanKindServer || s.Parent.IsValid() {
			t.Errorf("%s does not begin a trace", s.Name)
		}
		for _, private := range []string{"IOE0912345678", "SECRET", "ana@example.org", "ANA", "phone"} {
			if strings.Contains(fmt.Sprintf("%+v", s), private) {
				t.Errorf("%q stands in %+v", private, s)
			}
		}
	}
	if s := named(t, all, "GET /*"); said(s, "http.response.status_code") != "404" || s.Status.Code == codes.Error {
		t.Errorf("what is not there is told as %v, %v", s.Attributes, s.Status)
	}
}

func TestAnAnswerThatFailsIsAnError(t *testing.T) {
	t.Parallel()
	w, seen := watching(t, 1)
	if got := get(site(w, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }), "GET", "/confirm/x"); got != 503 {
		t.Errorf("the client got %d", got)
	}
	if s := seen()[0]; s.Status.Code != codes.Error || said(s, "http.response.status_code") != "503" {
		t.Errorf("it is told as %v, %v", s.Status, s.Attributes)
	}
}

// Whoever sends a request can neither have it watched nor put it in a trace of theirs.
func TestTheSenderHasNoSay(t *testing.T) {
	t.Parallel()
	theirs := "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	for share, want := range map[float64]int{0: 0, 1: 1} {
		w, seen := watching(t, share)
		get(site(w, nothing), "GET", "/confirm/x", "traceparent", theirs)
		all := seen()
		if len(all) != want {
			t.Errorf("of a share of %v, %d requests are watched", share, len(all))
		}
		for _, s := range all {
			if strings.Contains(theirs, s.SpanContext.TraceID().String()) || s.Parent.IsValid() {
				t.Error("it is in the trace of the sender")
			}
		}
	}
}

func TestAShareOfRequestsIsWatched(t *testing.T) {
	t.Parallel()
	w, seen := watching(t, 0.25)
	h := site(w, nothing)
	for range 1000 {
		get(h, "GET", "/confirm/x")
	}
	if n := len(seen()); n < 150 || n > 350 {
		t.Errorf("of 1000 requests %d are watched, not a quarter", n)
	}
}

// What is not watched goes its way as if nobody were there.
func TestARequestThatIsNotWatched(t *testing.T) {
	t.Parallel()
	w, seen := watching(t, 0)
	l := ledgerOf(t, w)
	get(site(w, func(_ http.ResponseWriter, r *http.Request) {
		command, act := take(holder)
		if _, err := l.claims.Do(r.Context(), "a", command, act); err != nil {
			t.Error(err)
		}
	}), "GET", "/confirm/x")
	facts := l.facts(t)
	if act, err := facts[0].Act(); err != nil || act.Trace != "" {
		t.Errorf("an event notes %q, %v", act.Trace, err)
	}
	ctx, done := w.Projections()(context.Background(), "directory", facts)
	done(nil)
	if ctx != context.Background() || len(seen()) > 0 {
		t.Error("it is watched")
	}
}
