package tracing

import (
	"net/http"
	"slices"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/casetrail/casetrail/adapters/door"
)

// Requests begins a trace for one request in so many. A span is named by the pattern of its route, which is known only when
// it was found: the address itself holds receipt numbers and tokens, so the usual instrumentation, which notes it, will not do.
func (t *Tracing) Requests(next http.Handler) http.Handler {
	if t == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, span := t.tracer.Start(r.Context(), "request", trace.WithSpanKind(trace.SpanKindServer), trace.WithNewRoot())
		if !span.IsRecording() {
			next.ServeHTTP(w, r)
			return
		}
		defer span.End()
		door.Observed(func(method, route string, status int, _ time.Duration) {
			answered(span, method, route, status)
		}, next).ServeHTTP(w, r.WithContext(ctx))
	})
}

// methods are those that are told; a client may send any word.
var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}

func answered(span trace.Span, method, route string, status int) {
	if !slices.Contains(methods, method) {
		method = "_OTHER"
	}
	span.SetName(method + " " + route)
	span.SetAttributes(
		attribute.String("http.request.method", method), attribute.String("http.route", route), attribute.Int("http.response.status_code", status),
	)
	if status >= http.StatusInternalServerError {
		span.SetStatus(codes.Error, "")
	}
}
