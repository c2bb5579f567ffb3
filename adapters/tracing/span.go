package tracing

import (
	"context"
	"errors"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/casetrail/casetrail/domain"
)

// The attributes of spans beside the standard ones.
const (
	attributeOutcome  = attribute.Key("casetrail.outcome")  // of a command: the code of its error; of an append or a delivery: what became of it
	attributeEvents   = attribute.Key("casetrail.events")   // of a command: the stored names of what it recorded
	attributeRepeated = attribute.Key("casetrail.repeated") // a command that was given before
	attributeCount    = attribute.Key("casetrail.count")    // of events that are appended or applied, of appends in a batch
	attributeTemplate = attribute.Key("casetrail.template") // of a message
)

// watched says whether what goes on in a context is seen.
func watched(ctx context.Context) bool { return trace.SpanFromContext(ctx).IsRecording() }

const traceparent = "traceparent"

// note is where a span can be found, for the metadata of events.
func note(ctx context.Context) string {
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier[traceparent]
}

// noted is the span that an act was watched in; false when it was not.
func noted(act domain.Act) (trace.SpanContext, bool) {
	if act.Trace == "" {
		return trace.SpanContext{}, false
	}
	ctx := propagation.TraceContext{}.Extract(context.Background(), propagation.MapCarrier{traceparent: act.Trace})
	at := trace.SpanContextFromContext(ctx)
	return at, at.IsSampled()
}

// answer begins the span of what is done because of facts: in the trace of the first of them that was watched, with a link to
// each. False when none was; then ctx is as it was given.
func (t *Tracing) answer(ctx context.Context, name string, facts ...domain.Fact) (context.Context, trace.Span, bool) {
	var links []trace.Link
	for _, f := range facts {
		act, err := f.Act()
		if err != nil {
			continue // who answers it will say so
		}
		if at, seen := noted(act); seen {
			links = append(links, trace.Link{SpanContext: at})
		}
	}
	if len(links) == 0 {
		return ctx, nil, false
	}
	under := trace.ContextWithRemoteSpanContext(ctx, links[0].SpanContext)
	under, span := t.tracer.Start(under, name, trace.WithSpanKind(trace.SpanKindConsumer), trace.WithLinks(links...))
	return under, span, true
}

// end ends a span with the code of an error, never with its text. What the caller can mend is no fault of ours.
func end(span trace.Span, err error) {
	var rule *domain.Error
	switch {
	case errors.As(err, &rule):
		span.SetAttributes(attributeOutcome.String(rule.Code))
		if rule.Kind == domain.Unavailable {
			span.SetStatus(codes.Error, rule.Code)
		}
	case err != nil:
		span.SetStatus(codes.Error, "error")
	}
	span.End()
}
