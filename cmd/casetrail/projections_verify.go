package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/casetrail/casetrail/projections"
)

type projectionVerify struct {
	stores
	Name   string   `arg:"" optional:"" help:"Read model; all of them when left out."`
	Stream []string `name:"stream" help:"Only the rows of this stream; may be given several times." placeholder:"NAME"`
	Sample int      `name:"sample" help:"Only the rows of so many streams, chosen at random among those that the tables have." placeholder:"N"`
}

// errRowsDiffer ends a verification that has said what differs.
var errRowsDiffer = errors.New("the tables are not what the log says")

type verifiedLine struct {
	Name        string           `json:"name"`
	Version     int              `json:"version"`
	Position    uint64           `json:"position"`
	Streams     int              `json:"streams,omitempty"`
	Rows        int              `json:"rows"`
	Differences []differenceLine `json:"differences"`
	Parked      []parkedLine     `json:"parked"`
}

type differenceLine struct {
	Stream  string   `json:"stream,omitempty"`
	Table   string   `json:"table,omitempty"`
	Key     string   `json:"key,omitempty"`
	Kind    string   `json:"kind"`
	Columns []string `json:"columns,omitempty"`
}

// Run compares beside the servers. It tells where rows differ, never what they hold.
func (c projectionVerify) Run(ctx context.Context, t terminal) error {
	if c.Sample < 0 {
		return misuse("--sample %d: it is a number of streams", c.Sample)
	}
	core, engine, err := c.openEngine(ctx)
	if err != nil {
		return err
	}
	defer core.close()
	lines, wrong := []verifiedLine{}, 0
	for _, name := range oneOrAll(c.Name) {
		v, err := c.verify(ctx, t, engine, name)
		if err != nil {
			return advised(err)
		}
		lines, wrong = append(lines, verified(v)), wrong+len(v.Differences)
	}
	if err := t.answer(map[string]any{"verified": lines}, func(w io.Writer) { showVerified(w, lines) }); err != nil || wrong == 0 {
		return err
	}
	return told{errRowsDiffer}
}

func (c projectionVerify) verify(ctx context.Context, t terminal, engine *projections.Engine, name string) (projections.Verdict, error) {
	shown := &filling{terminal: t, what: "verifying " + name}
	defer shown.end()
	return engine.Verify(ctx, name, projections.Extent{Streams: c.Stream, Sample: c.Sample}, shown.tell)
}

func verified(v projections.Verdict) verifiedLine {
	l := verifiedLine{v.Projection, v.Version, uint64(v.Position), v.Streams, v.Rows, []differenceLine{}, parkedLines(v.Parked)}
	for _, d := range v.Differences {
		l.Differences = append(l.Differences, differenceLine{d.Stream, d.Table, d.Key, string(d.Kind), d.Columns})
	}
	return l
}

func showVerified(w io.Writer, lines []verifiedLine) {
	tab := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tab, "READ MODEL\tPOSITION\tROWS\tDIFFERENT\tPARKED")
	for _, l := range lines {
		fmt.Fprintf(tab, "%s v%d\t%d\t%d\t%d\t%d\n", l.Name, l.Version, l.Position, l.Rows, len(l.Differences), len(l.Parked))
	}
	_ = tab.Flush() // the terminal has gone: nothing to do
	tab = tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, l := range lines {
		for _, d := range l.Differences {
			fmt.Fprintf(tab, "%s: %s\t%s\t%s\t%s\t%s\n", d.Kind, l.Name, d.Table, d.Stream, d.Key, strings.Join(d.Columns, ", "))
		}
	}
	_ = tab.Flush() // the terminal has gone: nothing to do
	for _, l := range lines {
		showParked(w, l.Parked)
	}
}
