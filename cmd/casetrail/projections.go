package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/readmodels"
)

type projectionCommands struct {
	Status  projectionStatus  `cmd:"" help:"How far each read model is, what is parked, and which old versions are left."`
	Parked  projectionParked  `cmd:"" help:"The streams that a read model passes over, because an event could not be applied."`
	Repair  projectionRepair  `cmd:"" help:"Make the rows of one stream anew from the log, and take the stream up again."`
	Rebuild projectionRebuild `cmd:"" help:"Fill the tables anew from the log, beside those that people read, and exchange them."`
	Retire  projectionRetire  `cmd:"" help:"Drop the versions that older binaries left, before their time."`
	Verify  projectionVerify  `cmd:"" help:"Compare the tables, row by row, with what the log says, beside servers that run."`
}

type projectionStatus struct{ stores }

type projectionLine struct {
	Name     string  `json:"name"`
	Version  int     `json:"version"`
	State    string  `json:"state"`
	Reason   string  `json:"reason,omitempty"`
	Position uint64  `json:"position"`
	Head     uint64  `json:"head"`
	Events   *uint64 `json:"events_behind,omitempty"` // left out when the log cannot count
	Seconds  float64 `json:"seconds_behind"`
	Parked   int     `json:"parked_streams"`
	Shards   int     `json:"shards"`

	Filling *fillingLine `json:"filling,omitempty"`
}

type fillingLine struct {
	Stage   string  `json:"stage"`
	Done    float64 `json:"done"` // from 0 to 1
	Rate    float64 `json:"events_per_second"`
	Seconds float64 `json:"seconds_left"`
}

type oldLine struct {
	Schema string  `json:"schema"`
	Fed    bool    `json:"fed"`
	Idle   float64 `json:"seconds_idle"`
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
		lines = append(lines, toProjectionLine(s))
	}
	parked, err := engine.Parked(ctx)
	if err != nil {
		return err
	}
	old, err := engine.Old(ctx)
	if err != nil {
		return err
	}
	oldLines := make([]oldLine, 0, len(old))
	for _, o := range old {
		oldLines = append(oldLines, oldLine{o.Schema, o.Fed, o.Idle.Seconds()})
	}
	answer := map[string]any{"projections": lines, "parked": parkedLines(parked), "other_versions": oldLines}
	return t.answer(answer, func(w io.Writer) {
		showProjections(w, lines)
		showParked(w, parkedLines(parked))
		showOld(w, oldLines)
	})
}

func toProjectionLine(s projections.Status) projectionLine {
	l := projectionLine{
		Name: s.Name, Version: s.Version, State: string(s.State), Reason: s.Reason, Position: uint64(s.Position), Head: uint64(s.Head),
		Seconds: s.Behind.Seconds(), Parked: s.Parked, Shards: s.Shards,
	}
	if s.Counted {
		l.Events = &s.Events
	}
	if b := s.Build; b != nil {
		l.Filling = &fillingLine{string(b.Stage), b.Done(), b.Rate, b.Left.Seconds()}
	}
	return l
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
		if l.State == string(projections.Foreign) || l.Reason == projections.OtherEpoch || l.Reason == projections.AheadOfLog {
			state += " (the log was restored: casetrail projections rebuild " + l.Name + ")"
		}
		if f := l.Filling; f != nil {
			state += fmt.Sprintf(" (filling: %s, %.0f %%, %.0f/s, %.0f s left)", f.Stage, 100*f.Done, f.Rate, f.Seconds)
		}
		fmt.Fprintf(tab, "%s v%d\t%s\t%d\t%d\t%s\t%d\n", l.Name, l.Version, state, l.Position, l.Head, lag(l.Events, l.Seconds), l.Parked)
	}
	_ = tab.Flush() // the terminal has gone: nothing to do
}

// lag leaves events out when the log cannot count.
func lag(events *uint64, seconds float64) string {
	if events == nil {
		return fmt.Sprintf("%.1f s", seconds)
	}
	return fmt.Sprintf("%d events, %.1f s", *events, seconds)
}

func showParked(w io.Writer, lines []parkedLine) {
	tab := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, p := range lines {
		fmt.Fprintf(tab, "parked: %s\t%s\tsince %s\t%s\n", p.Consumer, p.Stream, p.Since.UTC().Format(time.RFC3339), p.Reason)
	}
	_ = tab.Flush() // the terminal has gone: nothing to do
}

// showOld shows what other binaries read, or have left.
func showOld(w io.Writer, lines []oldLine) {
	for _, o := range lines {
		if o.Fed {
			fmt.Fprintf(w, "other version: %s, fed by another binary\n", o.Schema)
			continue
		}
		fmt.Fprintf(w, "other version: %s, not fed for %s\n", o.Schema, (time.Duration(o.Idle) * time.Second).String())
	}
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
	if err := engine.Repair(ctx, c.Name, c.Stream); err != nil {
		return advised(err)
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

// advised tells an operator what to do about a no of the read models.
func advised(err error) error {
	no := func(kind domain.Kind, code, advice string) error {
		return &domain.Error{Kind: kind, Code: "projection." + code, Message: err.Error() + ": " + advice}
	}
	switch {
	case errors.Is(err, projections.ErrUnknownProjection):
		return misuse("no such read model; there are %s", strings.Join(oneOrAll(""), ", "))
	case errors.Is(err, projections.ErrGlobal):
		return misuse("%s", err)
	case errors.Is(err, projections.ErrNoStream):
		return no(domain.NotFound, "no_stream", "is the name right?")
	case errors.Is(err, projections.ErrNotBuilt):
		return no(domain.Unavailable, "not_built", "the first server of this version fills them")
	case errors.Is(err, projections.ErrInUse):
		return no(domain.Conflict, "in_use", "stop the servers of that version first")
	}
	return err
}

// engine runs or asks the read models.
func (c *core) engine(pool *pgxpool.Pool) (*projections.Engine, error) {
	return projections.New(c.log, c.codec, pool, c.logger, readmodels.All()...)
}
