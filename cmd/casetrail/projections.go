package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/readmodels"
)

type projectionCommands struct {
	Status projectionStatus `cmd:"" help:"How far each read model is, and what is parked."`
	Parked projectionParked `cmd:"" help:"The streams that a read model passes over, because an event could not be applied."`
	Repair projectionRepair `cmd:"" help:"Make the rows of one stream anew from the log, and take the stream up again."`
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
	Consumer string    `json:"consumer"`
	Stream   string    `json:"stream"`
	Since    time.Time `json:"since"`
	Reason   string    `json:"reason"`
}

// Run asks the database, not a server: it works while no server runs.
func (c projectionStatus) Run(ctx context.Context, t terminal) error {
	core, engine, err := c.openEngine(ctx)
	if err != nil {
		return err
	}
	defer core.close()
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
	answer := map[string]any{"projections": lines, "parked": parkedLines(parked)}
	return t.answer(answer, func(w io.Writer) {
		showProjections(w, lines)
		showParked(w, parkedLines(parked))
	})
}

func parkedLines(of []projections.Parked) []parkedLine {
	lines := make([]parkedLine, 0, len(of))
	for _, p := range of {
		lines = append(lines, parkedLine{p.Projection, p.Stream, p.Since, p.Reason})
	}
	return lines
}

func showProjections(w io.Writer, lines []projectionLine) {
	tab := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tab, "READ MODEL\tSTATE\tPOSITION\tHEAD\tBEHIND\tPARKED")
	for _, l := range lines {
		state := l.State
		if l.Reason != "" {
			state += ": " + l.Reason
		}
		fmt.Fprintf(tab, "%s v%d\t%s\t%d\t%d\t%d events, %.1f s\t%d\n", l.Name, l.Version, state, l.Position, l.Head, l.Events, l.Seconds, l.Parked)
	}
	_ = tab.Flush() // the terminal has gone: nothing to do
}

func showParked(w io.Writer, lines []parkedLine) {
	tab := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, p := range lines {
		fmt.Fprintf(tab, "parked: %s\t%s\tsince %s\t%s\n", p.Consumer, p.Stream, p.Since.UTC().Format(time.RFC3339), p.Reason)
	}
	_ = tab.Flush() // the terminal has gone: nothing to do
}

type projectionParked struct{ stores }

// Run lists, and says nothing when there is nothing.
func (c projectionParked) Run(ctx context.Context, t terminal) error {
	core, engine, err := c.openEngine(ctx)
	if err != nil {
		return err
	}
	defer core.close()
	parked, err := engine.Parked(ctx)
	if err != nil {
		return err
	}
	lines := parkedLines(parked)
	return t.answer(map[string]any{"parked": lines}, func(w io.Writer) { showParked(w, lines) })
}

type projectionRepair struct {
	stores
	Name   string `arg:"" help:"Read model, as 'projections parked' names it."`
	Stream string `arg:"" help:"For example access-IOE0912345678."`
}

// Run repairs beside the servers: in one transaction, of which they see all or nothing.
func (c projectionRepair) Run(ctx context.Context, t terminal) error {
	core, engine, err := c.openEngine(ctx)
	if err != nil {
		return err
	}
	defer core.close()
	err = engine.Repair(ctx, c.Name, c.Stream)
	if errors.Is(err, projections.ErrUnknownProjection) || errors.Is(err, projections.ErrGlobal) {
		return misuse("%s", err)
	}
	if err != nil {
		return err
	}
	return t.answer(map[string]string{"repaired": c.Name, "stream": c.Stream}, func(w io.Writer) {
		fmt.Fprintf(w, "Repaired. %s shows all of %s again.\n", c.Name, c.Stream)
	})
}

// openEngine opens the stores and asks or mends the read models; who applies them is another server.
func (s stores) openEngine(ctx context.Context) (*core, *projections.Engine, error) {
	core, err := openCore(ctx, s, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, nil, err
	}
	engine, err := core.engine(core.pool)
	if err != nil {
		core.close()
		return nil, nil, err
	}
	return core, engine, nil
}

// engine runs or asks the read models.
func (c *core) engine(pool *pgxpool.Pool) (*projections.Engine, error) {
	return projections.New(c.log, c.codec, pool, c.logger, readmodels.All()...)
}
