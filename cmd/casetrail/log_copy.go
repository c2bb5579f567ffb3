package main

import (
	"context"
	"fmt"
	"io"

	"github.com/casetrail/casetrail/eventstore/transfer"
)

type logCopy struct {
	stores
	From string `name:"from" help:"Store to copy from; the one that is configured when left out." placeholder:"URL"`
	To   string `name:"to" required:"" help:"Migrated store to copy to; its log is empty, or has the beginning of the other." placeholder:"URL"`
}

// Run copies from store to store.
func (c logCopy) Run(ctx context.Context, t terminal) error {
	if c.From != "" && !isURL(c.From) || !isURL(c.To) {
		return misuse("--from and --to are URLs of stores; for files there are `casetrail log export` and `casetrail log import`")
	}
	return c.fill(ctx, t, c.From, c.To)
}

type logImport struct {
	stores
	File string `arg:"" help:"What 'casetrail log export' wrote."`
	To   string `name:"to" help:"Migrated store to import into; the one that is configured when left out." placeholder:"URL"`
}

// Run imports. The file is read twice: an event of a damaged file is never written.
func (c logImport) Run(ctx context.Context, t terminal) error {
	if c.To == "" {
		c.To = c.logURL()
	}
	if isURL(c.File) || !isURL(c.To) {
		return misuse("import takes a file, and --to or DATABASE_URL is the URL of a store")
	}
	if _, err := c.sum(ctx, t, c.File); err != nil {
		return err
	}
	return c.fill(ctx, t, c.File, c.To)
}

// fill copies what lies at one place into the store at another.
func (s stores) fill(ctx context.Context, t terminal, place, url string) error {
	from, err := s.openSource(ctx, place)
	if err != nil {
		return err
	}
	defer from.close()
	to, done, err := s.openLogAt(ctx, url)
	if err != nil {
		return fmt.Errorf("the target: %w", err)
	}
	defer done()
	shown := t.progress("copying", "events", from.total)
	copied, err := transfer.Copy(ctx, from.events, to, shown.add)
	shown.end()
	if err != nil {
		if ctx.Err() != nil {
			fmt.Fprintln(t.err, "Interrupted. The same command goes on where it was.")
		}
		return interrupted(ctx, err)
	}
	return t.answer(copied, func(w io.Writer) {
		fmt.Fprintf(w, "Copied %d events, %d were there already. Read back, both are the same.\n", copied.Events-copied.Already, copied.Already)
		showSum(w, copied.Sum)
	})
}

// interrupted leaves out what an interruption broke.
func interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// sum runs through a log.
func (s stores) sum(ctx context.Context, t terminal, place string) (transfer.Sum, error) {
	from, err := s.openSource(ctx, place)
	if err != nil {
		return transfer.Sum{}, err
	}
	defer from.close()
	shown := t.progress("checking", "events", from.total)
	defer shown.end()
	sum, err := transfer.Sums(until(ctx, from.events), shown.add)
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("%s: %w", from.name, err)
	}
	return sum, err
}

func showSum(w io.Writer, s transfer.Sum) {
	fmt.Fprintf(w, "events   %d\nlast     %d\nchain    %s\n", s.Events, s.Last, s.Chain)
}
