package tracing

import (
	"context"

	"go.opentelemetry.io/otel/trace"
)

// Begin begins a trace of what nobody's request set going: a hook for whoever works by the clock, and for the command line.
// The name is one of the program's, without parameters. Of these, too, one in so many is watched.
func (t *Tracing) Begin() func(ctx context.Context, name string) (context.Context, func(error)) {
	if t == nil {
		return nil
	}
	return func(ctx context.Context, name string) (context.Context, func(error)) {
		ctx, span := t.tracer.Start(ctx, name, trace.WithNewRoot())
		return ctx, func(err error) { end(span, err) }
	}
}
