package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/casetrail/casetrail/adapters/simulate"
)

type simulateCommand struct {
	stores
	Cases int    `name:"cases" default:"1000" help:"How many cases are filed."`
	Days  int    `name:"days" default:"365" help:"Within how many days up to the last one."`
	Seed  uint64 `name:"seed" default:"1" help:"Other seeds are other people, besides those that are there; below 400."`
	Until string `name:"until" help:"Last day; yesterday (UTC) when left out. Name it to go on with a plan of an earlier day." placeholder:"YYYY-MM-DD"`
	Yes   bool   `name:"yes" help:"Also into a log that has events: simulated people can never be taken out again."`
}

// Run plays beside running servers, or without any.
func (c simulateCommand) Run(ctx context.Context, t terminal) error {
	until := time.Now().UTC()
	if c.Until != "" {
		day, err := time.Parse(time.DateOnly, c.Until)
		if err != nil {
			return misuse("--until is written YYYY-MM-DD")
		}
		until = day.AddDate(0, 0, 1)
	}
	core, err := openCore(ctx, c.stores, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer core.close()
	if info, err := core.log.Info(ctx); err != nil || info.Head > 0 && !c.Yes {
		return cmp.Or(err, misuse("the log has events already, and simulated people can never be taken out of it: say --yes if you mean it"))
	}
	began := time.Now()
	totals, err := core.simulation().Play(ctx, simulate.Plan{Cases: c.Cases, Days: c.Days, Seed: c.Seed, Until: until}, func(so simulate.Totals) {
		if so.Days%30 == 0 {
			fmt.Fprintf(t.err, "%s  %d cases, %d events, %.0f a second\n", so.Day.Format(time.DateOnly), so.Cases, so.Events, rate(so.Events, began))
		}
	})
	if errors.Is(err, simulate.ErrPlan) {
		return misuse("%s", err)
	}
	if err != nil {
		if ctx.Err() != nil {
			last := until.Truncate(24*time.Hour).AddDate(0, 0, -1)
			fmt.Fprintf(t.err, "Interrupted. The same command goes on where it was, with --yes --until %s.\n", last.Format(time.DateOnly))
		}
		return interrupted(ctx, err)
	}
	answer := map[string]any{
		"cases": totals.Cases, "days": totals.Days, "commands": totals.Commands, "events": totals.Events, "refused": totals.Refused,
		"events_per_second": rate(totals.Events, began),
	}
	return t.answer(answer, func(w io.Writer) {
		fmt.Fprintf(w, "%d cases in %d days: %d events by %d commands (%d of them refused), %.0f events a second.\n",
			totals.Cases, totals.Days, totals.Events, totals.Commands, totals.Refused, rate(totals.Events, began))
		fmt.Fprintf(w, "Everybody's password is %s; addresses are person-%d-N@example.com.\n", simulate.Password, c.Seed)
	})
}

func rate(n int, since time.Time) float64 { return float64(n) / time.Since(since).Seconds() }

func (c *core) simulation() simulate.World {
	return simulate.World{
		Log: c.log, Codec: c.codec, Keys: c.keys, Codes: c.codes, Revealer: c.revealer, Digests: c.digests, Passwords: c.tables.vault,
	}
}
