package tracing

import (
	"context"
	"fmt"

	"go.opentelemetry.io/otel/trace"

	"github.com/casetrail/casetrail/domain"
)

// Streams are streams whose commands are watched, where what they belong to is. The events of a command note its span.
func Streams[S, C any, E domain.Event](t *Tracing, of domain.Streams[S, C, E]) domain.Streams[S, C, E] {
	if t == nil {
		return of
	}
	return streams[S, C, E]{of, t}
}

type streams[S, C any, E domain.Event] struct {
	domain.Streams[S, C, E]
	tracing *Tracing
}

// Do implements domain.Streams.
func (s streams[S, C, E]) Do(ctx context.Context, id string, command C, act domain.Act) (domain.Done[S, E], error) {
	if !watched(ctx) {
		return s.Streams.Do(ctx, id, command, act)
	}
	return s.watch(ctx, command, act, func(ctx context.Context, act domain.Act) (domain.Done[S, E], error) {
		return s.Streams.Do(ctx, id, command, act)
	})
}

// DoAt implements domain.Streams.
func (s streams[S, C, E]) DoAt(ctx context.Context, id string, at domain.Revision, command C, act domain.Act) (domain.Done[S, E], error) {
	if !watched(ctx) {
		return s.Streams.DoAt(ctx, id, at, command, act)
	}
	return s.watch(ctx, command, act, func(ctx context.Context, act domain.Act) (domain.Done[S, E], error) {
		return s.Streams.DoAt(ctx, id, at, command, act)
	})
}

// watch names the span by the command's type, as casefile.Record: what is in the command is nobody's business.
func (s streams[S, C, E]) watch(
	ctx context.Context, command C, act domain.Act, do func(context.Context, domain.Act) (domain.Done[S, E], error),
) (done domain.Done[S, E], err error) {
	ctx, span := s.tracing.tracer.Start(ctx, fmt.Sprintf("%T", command))
	act.Trace = note(ctx)
	defer func() {
		recorded(span, done)
		end(span, err)
	}()
	return do(ctx, act)
}

func recorded[S any, E domain.Event](span trace.Span, done domain.Done[S, E]) {
	names := make([]string, len(done.Events))
	for i, e := range done.Events {
		names[i] = e.EventType()
	}
	span.SetAttributes(attributeEvents.StringSlice(names), attributeRepeated.Bool(done.Repeated))
}
