package tracing

import (
	"context"

	"go.opentelemetry.io/otel/codes"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/domain"
)

// Projections watches read models apply what watched commands recorded: a hook for projections.Engine.
func (t *Tracing) Projections() func(ctx context.Context, projection string, facts []domain.Fact) (context.Context, func(error)) {
	if t == nil {
		return nil
	}
	return func(ctx context.Context, projection string, facts []domain.Fact) (context.Context, func(error)) {
		ctx, span, seen := t.answer(ctx, "project "+projection, facts...)
		if !seen {
			return ctx, func(error) {}
		}
		span.SetAttributes(attributeCount.Int(len(facts)))
		return ctx, func(err error) { end(span, err) }
	}
}

// Reactors are reactors that are watched as they answer what watched commands recorded. What they command goes on in the
// same trace.
func (t *Tracing) Reactors(of []feed.Reactor) []feed.Reactor {
	if t == nil {
		return of
	}
	all := make([]feed.Reactor, len(of))
	for i, x := range of {
		react := x.React
		x.React = func(ctx context.Context, f domain.Fact, act func(step string) domain.Act) (err error) {
			ctx, span, seen := t.answer(ctx, "react "+x.Name, f)
			if !seen {
				return react(ctx, f, act)
			}
			defer func() { end(span, err) }()
			return react(ctx, f, act)
		}
		all[i] = x
	}
	return all
}

// Deliveries watches messages on their way that were requested in a watched trace: a hook for outbox.Worker.
func (t *Tracing) Deliveries(channel string) func(ctx context.Context, asked domain.Fact) (context.Context, func(string, outbox.Outcome)) {
	if t == nil {
		return nil
	}
	return func(ctx context.Context, asked domain.Fact) (context.Context, func(string, outbox.Outcome)) {
		ctx, span, seen := t.answer(ctx, "deliver "+channel, asked)
		if !seen {
			return ctx, func(string, outbox.Outcome) {}
		}
		return ctx, func(template string, o outbox.Outcome) {
			span.SetAttributes(attributeTemplate.String(template), attributeOutcome.String(string(o)))
			if o != outbox.OutcomeSent && o != outbox.OutcomeNothing {
				span.SetStatus(codes.Error, string(o))
			}
			span.End()
		}
	}
}
