package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/domain"
)

type reactorCommands struct {
	Status reactorsStatus `cmd:"" help:"How far each reactor is, and what is parked."`
	Parked reactorsParked `cmd:"" help:"The streams that a reactor passes over, because it could not answer an event."`
	Retry  reactorsRetry  `cmd:"" help:"Let a reactor answer what it passed over, take its streams up again, and let it go on if it is halted."`
}

type reactorsParked struct{ stores }

// Run lists, and says nothing when there is nothing.
func (c reactorsParked) Run(ctx context.Context, t terminal) error {
	core, _, err := c.openEngine(ctx)
	if err != nil {
		return err
	}
	defer core.close()
	parked, err := feed.PostgresLedger{Pool: core.pool}.All(ctx)
	if err != nil {
		return err
	}
	lines := make([]parkedLine, 0, len(parked))
	for _, p := range parked {
		lines = append(lines, parkedLine{p.Reactor, p.Stream, p.Since, p.Reason})
	}
	return t.answer(map[string]any{"parked": lines}, func(w io.Writer) { showParked(w, lines) })
}

type reactorsRetry struct {
	stores
	Name   string `arg:"" help:"Reactor, as 'reactors parked' names it."`
	Stream string `arg:"" optional:"" help:"For example access-IOE0912345678; all that are parked when left out."`
}

// Run answers in this process, with the code of this program: first mend the program, then retry. Servers may run
// meanwhile. They pass over nothing that this does not answer, and what both answer is recorded once.
func (c reactorsRetry) Run(ctx context.Context, t terminal) error {
	core, engine, err := c.openEngine(ctx)
	if err != nil {
		return err
	}
	defer core.close()
	x, err := named(core.reactors(engine), c.Name)
	if err != nil {
		return err
	}
	reactors := core.reacting(core.pool)
	if c.Stream == "" {
		return c.resume(ctx, t, reactors, x)
	}
	n, err := reactors.Retry(ctx, x, c.Stream)
	if err != nil {
		return err
	}
	return t.answer(map[string]any{"retried": c.Name, "stream": c.Stream, "answered": n}, func(w io.Writer) {
		fmt.Fprintf(w, "Events answered: %d. %s is taken up again.\n", n, c.Stream)
	})
}

// resume takes up every parked stream of a reactor; it fails when one stays parked, so that a script sees it.
func (c reactorsRetry) resume(ctx context.Context, t terminal, reactors feed.Reactors, x feed.Reactor) error {
	done, err := reactors.Resume(ctx, x)
	if err != nil {
		return err
	}
	told := fmt.Sprintf("Streams taken up again: %d. Events answered: %d.", done.Streams, done.Answered)
	if done.Lifted {
		told += fmt.Sprintf(" %s was halted, and goes on.", c.Name)
	}
	if len(done.Failed) > 0 {
		return stillParked(told, done.Failed)
	}
	answer := map[string]any{"retried": c.Name, "streams": done.Streams, "answered": done.Answered, "lifted": done.Lifted}
	return t.answer(answer, func(w io.Writer) { fmt.Fprintln(w, told) })
}

func stillParked(told string, failed map[string]error) error {
	for _, stream := range slices.Sorted(maps.Keys(failed)) {
		told += fmt.Sprintf("\n%s stays parked: %s", stream, failed[stream])
	}
	return &domain.Error{Kind: domain.Conflict, Code: "reactor.still_parked", Message: told}
}

func named(all []feed.Reactor, name string) (feed.Reactor, error) {
	var names []string
	for _, x := range all {
		if x.Name == name {
			return x, nil
		}
		names = append(names, x.Name)
	}
	return feed.Reactor{}, misuse("no such reactor; there are %s", strings.Join(names, ", "))
}
