package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"
	"time"

	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/readmodels"
)

type projectionCommands struct {
	Status projectionStatus `cmd:"" help:"How far each read model is, and what is parked."`
}

type projectionStatus struct{ stores }

type projectionLine struct {
	Name     string  `json:"name"`
	Version  int     `json:"version"`
	State    string  `json:"state"`
	Reason   string  `json:"reason,omitempty"`
	Position uint64  `json:"position"`
	Head     uint64  `json:"head"`
	Events   uint64  `json:"events_behind"`
	Seconds  float64 `json:"seconds_behind"`
	Parked   int     `json:"parked_streams"`
}

type parkedLine struct {
	Projection string    `json:"consumer"`
	Stream     string    `json:"stream"`
	Since      time.Time `json:"since"`
	Reason     string    `json:"reason"`
}

// Run asks the database, not a server: it works while no server runs.
func (c projectionStatus) Run(ctx context.Context, t terminal) error {
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	engine, err := core.engine()
	if err != nil {
		return err
	}
	all, err := engine.Status(ctx)
	if err != nil {
		return err
	}
	lines := make([]projectionLine, 0, len(all))
	for _, s := range all {
		lines = append(lines, projectionLine{
			s.Name, s.Version, string(s.State), s.Reason, uint64(s.Position), uint64(s.Head), s.Events, s.Behind.Seconds(), s.Parked,
		})
	}
	parked, err := engine.Parked(ctx)
	if err != nil {
		return err
	}
	return t.answer(map[string]any{"projections": lines, "parked": parkedLines(parked)}, func(w io.Writer) { showProjections(w, lines, parked) })
}

func parkedLines(of []projections.Parked) []parkedLine {
	lines := make([]parkedLine, 0, len(of))
	for _, p := range of {
		lines = append(lines, parkedLine{p.Projection, p.Stream, p.Since, p.Reason})
	}
	return lines
}

func showProjections(w io.Writer, lines []projectionLine, parked []projections.Parked) {
	tab := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tab, "READ MODEL\tSTATE\tPOSITION\tHEAD\tBEHIND\tPARKED")
	for _, l := range lines {
		state := l.State
		if l.Reason != "" {
			state += ": " + l.Reason
		}
		fmt.Fprintf(tab, "%s v%d\t%s\t%d\t%d\t%d events, %.1f s\t%d\n", l.Name, l.Version, state, l.Position, l.Head, l.Events, l.Seconds, l.Parked)
	}
	for _, p := range parked {
		fmt.Fprintf(tab, "parked: %s\t%s\tsince %s\t%s\n", p.Projection, p.Stream, p.Since.Format(time.RFC3339), p.Reason)
	}
	_ = tab.Flush() // the terminal has gone: nothing to do
}

// engine runs or asks the read models.
func (c *core) engine() (*projections.Engine, error) {
	return projections.New(c.log, c.codec, c.pool, c.logger, readmodels.All()...)
}
