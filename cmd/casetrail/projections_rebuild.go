package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/readmodels"
)

type projectionRebuild struct {
	stores
	Name string `arg:"" optional:"" help:"Read model; all of them when left out."`
}

// Run fills new tables beside the old ones and exchanges them, whatever the servers do meanwhile.
func (c projectionRebuild) Run(ctx context.Context, t terminal) error {
	core, engine, err := c.openEngine(ctx)
	if err != nil {
		return err
	}
	defer core.close()
	names := oneOrAll(c.Name)
	began := time.Now()
	for _, name := range names {
		shown := &filling{terminal: t, what: "filling " + name}
		err := engine.Rebuild(ctx, name, shown.tell)
		shown.end()
		if err != nil {
			return advised(err)
		}
	}
	return t.answer(map[string]any{"rebuilt": names, "seconds": time.Since(began).Seconds()}, func(w io.Writer) {
		fmt.Fprintf(w, "Rebuilt: %s.\n", strings.Join(names, ", "))
	})
}

// oneOrAll are the names of the read models that a command is for.
func oneOrAll(name string) (names []string) {
	if name != "" {
		return []string{name}
	}
	for _, p := range readmodels.All() {
		names = append(names, p.Name)
	}
	return names
}

// filling shows how far the tables of one read model are.
type filling struct {
	terminal
	what string
	bar  *progress
}

// tell counts the log's positions. When the log turns out to need one more pass a part of them counts twice: the bar waits.
func (f *filling) tell(p projections.Progress) {
	if f.bar == nil {
		f.bar = f.progress(f.what, "events", int64(p.Head))
	}
	f.bar.add(max(0, int(p.Done()*float64(p.Head))-int(f.bar.done)))
}

func (f *filling) end() {
	if f.bar != nil {
		f.bar.end()
	}
}

type projectionRetire struct {
	stores
	Name string `arg:"" optional:"" help:"Read model; all of them when left out."`
}

// Run drops what older binaries left, now instead of later. The way back to them is then a rebuild.
func (c projectionRetire) Run(ctx context.Context, t terminal) error {
	core, engine, err := c.openEngine(ctx)
	if err != nil {
		return err
	}
	defer core.close()
	var names []string
	if c.Name != "" {
		names = append(names, c.Name)
	}
	gone, err := engine.Retire(ctx, names...)
	if err != nil {
		return advised(err)
	}
	return t.answer(map[string]any{"retired": append([]string{}, gone...)}, func(w io.Writer) {
		if len(gone) == 0 {
			fmt.Fprintln(w, "No older versions.")
			return
		}
		fmt.Fprintf(w, "Retired: %s.\n", strings.Join(gone, ", "))
	})
}
