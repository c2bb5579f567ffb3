package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/transfer"
)

type logVerify struct {
	stores
	From    string `name:"from" help:"Log to verify: a store or an exported file; the one that is configured when left out." placeholder:"URL|FILE"`
	Against string `name:"against" help:"Compare with this store or file, event by event." placeholder:"URL|FILE"`
	Prefix  bool   `name:"prefix" help:"With --against: the other may have ended earlier."`
}

// errUnsound and errDiffer end a verification that has said what it found.
var (
	errUnsound = errors.New("the log is not sound")
	errDiffer  = errors.New("the logs differ")
)

// Run verifies one log, or compares two.
func (c logVerify) Run(ctx context.Context, t terminal) error {
	if c.Prefix && c.Against == "" {
		return misuse("--prefix goes with --against")
	}
	from, err := c.openSource(ctx, c.From)
	if err != nil {
		return err
	}
	defer from.close()
	if c.Against != "" {
		return c.compare(ctx, t, from)
	}
	codec, err := eventstore.NewCodec(nil, version, catalogs...) // nothing is opened: no keys
	if err != nil {
		return err
	}
	shown := t.progress("verifying", "events", from.total)
	checked, err := transfer.Check(until(ctx, from.rows), from.dense, codec, shown.add)
	shown.end()
	if err != nil {
		return interrupted(ctx, fmt.Errorf("%s: %w", from.name, err))
	}
	if err := t.answer(checked, func(w io.Writer) { showChecked(w, checked) }); err != nil || checked.Wrong == 0 {
		return err
	}
	return told{errUnsound}
}

func (c logVerify) compare(ctx context.Context, t terminal, from source) error {
	against, err := c.openSource(ctx, c.Against)
	if err != nil {
		return err
	}
	defer against.close()
	shown := t.progress("comparing", "events", max(from.total, against.total))
	compared, err := transfer.Compare(until(ctx, from.events), until(ctx, against.events), shown.add)
	shown.end()
	if err != nil {
		return interrupted(ctx, fmt.Errorf("comparing %s with %s: %w", from.name, against.name, err))
	}
	if err := t.answer(compared, func(w io.Writer) { showCompared(w, compared) }); err != nil {
		return err
	}
	if d := compared.Difference; d != nil && !(c.Prefix && d.What[0] == transfer.SecondEnded) {
		return told{errDiffer}
	}
	return nil
}

// until yields events until the work is interrupted.
func until(ctx context.Context, events transfer.Events) transfer.Events {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range events {
			if err == nil {
				err = ctx.Err()
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

func showChecked(w io.Writer, c transfer.Checked) {
	tab := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, f := range c.Findings {
		fmt.Fprintf(tab, "wrong: %s\tposition %d\t%s @%d\n", f.What, f.Position, f.Stream, f.Revision)
	}
	_ = tab.Flush() // the terminal has gone: nothing to do
	for _, name := range slices.Sorted(maps.Keys(c.Unknown)) {
		fmt.Fprintf(w, "unknown type %s: %d events; a newer program wrote them\n", name, c.Unknown[name])
	}
	showSum(w, c.Sum)
	fmt.Fprintf(w, "streams  %d\nwrong    %d\n", c.Streams, c.Wrong)
}

func showCompared(w io.Writer, c transfer.Comparison) {
	if c.Difference == nil {
		fmt.Fprintln(w, "The same events in the same order, byte for byte.")
	} else {
		fmt.Fprintf(w, "First difference: %s\n", c.Difference)
	}
	if c.Moved > 0 || c.Restamped > 0 {
		fmt.Fprintf(w, "At other positions: %d. With another stored time: %d. Both are each store's own.\n", c.Moved, c.Restamped)
	}
	showSum(w, c.First)
	showSum(w, c.Second)
}
