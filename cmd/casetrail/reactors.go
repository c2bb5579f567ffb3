package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/casetrail/casetrail/adapters/feed"
)

type reactorCommands struct {
	Parked reactorsParked `cmd:"" help:"The streams that a reactor passes over, because it could not answer an event."`
	Retry  reactorsRetry  `cmd:"" help:"Let a reactor answer what it passed over of one stream, and take the stream up again."`
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
	Stream string `arg:"" help:"For example access-IOE0912345678."`
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
	n, err := feed.Reactors{Log: core.log, Codec: core.codec, Pool: core.pool}.Retry(ctx, x, c.Stream)
	if err != nil {
		return err
	}
	return t.answer(map[string]any{"retried": c.Name, "stream": c.Stream, "answered": n}, func(w io.Writer) {
		fmt.Fprintf(w, "Events answered: %d. %s is taken up again.\n", n, c.Stream)
	})
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
