package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/alecthomas/kong"

	"github.com/casetrail/casetrail/adapters/tracing"
)

// watch is who watches what goes on; nil, and nothing to close, when nobody does. Whoever calls it calls unwatch.
func (s stores) watch(ctx context.Context, logger *slog.Logger) (*tracing.Tracing, error) {
	t, err := tracing.Open(ctx, s.Traces, tracing.Options{Share: s.Traced, Version: version, Logger: logger})
	if err != nil {
		return nil, misuse("CASETRAIL_TRACES, CASETRAIL_TRACED: %s", err)
	}
	return t, nil
}

// unwatch sends what was seen last.
func unwatch(t *tracing.Tracing, logger *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := t.Close(ctx); err != nil {
		logger.Warn("the last traces were lost", "error", err.Error())
	}
}

// watched is a command whose whole run is one trace.
type watched interface {
	begin(ctx context.Context, name string) (context.Context, func(error), error)
}

// begun begins the trace of a command line, named as `casetrail staff add`: what stands behind that is nobody's business.
// Servers begin one for each request instead; and who plays thousands of people would make one that nobody can read.
func begun(ctx context.Context, parsed *kong.Context) (context.Context, func(error), error) {
	at := parsed.Selected()
	switch command := at.Target.Addr().Interface().(type) {
	case *serveCommand, *devCommand, *demoCommand, *simulateCommand:
	case watched:
		return command.begin(ctx, at.FullPath())
	}
	return ctx, func(error) {}, nil
}

func (s *stores) begin(ctx context.Context, name string) (context.Context, func(error), error) {
	logger := slog.New(slog.DiscardHandler)
	t, err := s.watch(ctx, logger)
	if err != nil || t == nil {
		return ctx, func(error) {}, err
	}
	s.tracing = t
	ctx, ended := t.Begin()(ctx, name)
	return ctx, func(err error) {
		ended(err)
		unwatch(t, logger)
	}, nil
}
