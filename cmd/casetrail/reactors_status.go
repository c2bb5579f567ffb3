package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
)

type reactorsStatus struct{ stores }

type reactorLine struct {
	Name     string     `json:"name"`
	State    string     `json:"state"`
	Reason   string     `json:"reason,omitempty"`
	Position uint64     `json:"position"`
	Head     uint64     `json:"head"`
	Events   *uint64    `json:"events_behind,omitempty"` // left out when the log cannot count
	Seconds  float64    `json:"seconds_behind"`
	Parked   int        `json:"parked_streams"`
	Owner    *uuid.UUID `json:"owner,omitempty"`
	Waiting  []string   `json:"waiting_for_newer_server,omitempty"`
}

// Run asks the database, not a server: it works while no server runs.
func (c reactorsStatus) Run(ctx context.Context, t terminal) error {
	core, engine, err := c.openEngine(ctx)
	if err != nil {
		return err
	}
	defer core.close()
	all, err := core.reacting(core.pool).Status(ctx, core.reactors(engine)...)
	if err != nil {
		return err
	}
	lines := make([]reactorLine, 0, len(all))
	for _, s := range all {
		lines = append(lines, lineOfReactor(s))
	}
	return t.answer(map[string]any{"reactors": lines}, func(w io.Writer) { showReactors(w, lines) })
}

func lineOfReactor(s feed.Status) reactorLine {
	l := reactorLine{
		Name: s.Name, State: string(s.State), Reason: s.Reason, Position: uint64(s.Position), Head: uint64(s.Head),
		Seconds: s.Behind.Seconds(), Parked: s.Parked, Waiting: s.Waiting,
	}
	if s.Counted {
		l.Events = &s.Events
	}
	if s.Owner != uuid.Nil {
		l.Owner = &s.Owner
	}
	return l
}

func showReactors(w io.Writer, lines []reactorLine) {
	tab := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tab, "REACTOR\tSTATE\tPOSITION\tHEAD\tBEHIND\tPARKED\tOWNER")
	for _, l := range lines {
		owner := "nobody"
		if l.Owner != nil {
			owner = l.Owner.String()[:8]
		}
		fmt.Fprintf(tab, "%s\t%s\t%d\t%d\t%s\t%d\t%s\n", l.Name, l.state(), l.Position, l.Head, lag(l.Events, l.Seconds), l.Parked, owner)
	}
	_ = tab.Flush() // the terminal has gone: nothing to do
	for _, l := range lines {
		if len(l.Waiting) > 0 {
			fmt.Fprintf(w, "%s: until a server of this version reacts, these wait: %s\n", l.Name, strings.Join(l.Waiting, ", "))
		}
	}
}

func (l reactorLine) state() string {
	if l.Reason != "" {
		return l.State + ": " + l.Reason
	}
	return l.State
}
