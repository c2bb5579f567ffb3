package tracing

import (
	"context"
	"slices"

	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Log is a log whose appends are watched, where what they belong to is.
func (t *Tracing) Log(of eventstore.Log) eventstore.Log {
	if t == nil {
		return of
	}
	return log{of, t}
}

type log struct {
	eventstore.Log
	tracing *Tracing
}

// Append implements eventstore.Log.
func (l log) Append(
	ctx context.Context, stream string, after domain.Revision, events []eventstore.Event,
) (eventstore.Appended, error) {
	if !watched(ctx) {
		return l.Log.Append(ctx, stream, after, events)
	}
	ctx, span := l.tracing.tracer.Start(ctx, "append", trace.WithAttributes(attributeCount.Int(len(events))))
	answer, err := l.Log.Append(ctx, stream, after, events)
	appended(span, err)
	return answer, err
}

// appended ends the span of an append, or of a batch of them. Somebody who was quicker is no fault.
func appended(span trace.Span, err error) {
	outcome := eventstore.Outcome(err)
	span.SetAttributes(attributeOutcome.String(outcome))
	if err != nil && outcome != eventstore.OutcomeConflict {
		span.SetStatus(codes.Error, outcome)
	}
	span.End()
}

// Batches watches the statements in which a log writes the appends of several callers at once. The span stands below the
// first append that is watched, and links to all of them.
func (t *Tracing) Batches() func(callers []context.Context) (done func(error)) {
	if t == nil {
		return nil
	}
	return func(callers []context.Context) func(error) {
		first := slices.IndexFunc(callers, watched)
		if first < 0 {
			return func(error) {}
		}
		var links []trace.Link
		for _, c := range callers {
			if watched(c) {
				links = append(links, trace.LinkFromContext(c))
			}
		}
		_, span := t.tracer.Start(callers[first], "append batch", trace.WithLinks(links...), trace.WithAttributes(attributeCount.Int(len(callers))))
		return func(err error) { appended(span, err) }
	}
}
