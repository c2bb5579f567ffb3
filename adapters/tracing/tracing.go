// Package tracing shows what a request sets going, as spans of OpenTelemetry: the request, its commands, their appends and
// the batch of the log that took them, then the read models, the reactors and the messages that follow. All of that is one
// trace: a command notes in the metadata of its events where it can be watched, and who answers them goes on from there.
//
// A trace begins with a request to the front, with a deadline that the scheduler meets, with a chore of the sweeper, or with a
// command line. One in so many is watched. Whoever sends a request has no say in that: a traceparent that comes with it is
// not read.
//
// Names and attributes are patterns, names of the program and stable codes. No address, receipt number, id of a person or
// stream, and no text of an error stands in a span.
//
// A nil *Tracing watches nothing, and stands between nothing: each of its methods answers what it was given.
package tracing

import (
	"context"
	"log/slog"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Tracing watches one process.
type Tracing struct {
	tracer   trace.Tracer
	provider *sdk.TracerProvider
}

// Options say what is watched, and by whom.
type Options struct {
	Share   float64 // of requests that are watched, from 0 to 1
	Version string  // of the program
	Logger  *slog.Logger
}

// New gives spans to an exporter, in the background: who is watched waits for nobody. When it takes them too slowly, spans
// are dropped; when it fails, that is logged.
func New(exporter sdk.SpanExporter, o Options) *Tracing {
	provider := sdk.NewTracerProvider(
		sdk.WithBatcher(candid{exporter, o.Logger}),
		sdk.WithSampler(sdk.ParentBased(sdk.TraceIDRatioBased(o.Share))),
		sdk.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "casetrail"), attribute.String("service.version", o.Version),
		)),
	)
	return &Tracing{tracer: provider.Tracer("github.com/casetrail/casetrail"), provider: provider}
}

// Close sends what was seen last, as long as ctx lasts.
func (t *Tracing) Close(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}

// candid says in the log that spans were lost. The library would say it on standard error, in a form of its own.
type candid struct {
	sdk.SpanExporter
	logger *slog.Logger
}

// ExportSpans implements sdk.SpanExporter.
func (c candid) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	if err := c.SpanExporter.ExportSpans(ctx, spans); err != nil {
		c.logger.WarnContext(ctx, "traces were lost", "spans", len(spans), "error", err)
	}
	return nil
}
