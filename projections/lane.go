package projections

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// lane folds the streams that are dealt to it, beside the others, and copies their rows.
type lane struct {
	loader *loader
	dealt  []eventstore.Recorded
	folds  map[string]*folded
	failed map[string]failure
	events int // in folds
}

type folded struct {
	Fold
	events int
}

// failure is the event at which a stream could not be folded on.
type failure struct {
	position domain.Position
	code     string
}

// take folds what was dealt. What fails is the stream's; the error is about this server, or the key store.
func (ln *lane) take(ctx context.Context) error {
	defer func() { ln.dealt = ln.dealt[:0] }()
	if ln.folds == nil {
		ln.folds, ln.failed = map[string]*folded{}, map[string]failure{}
	}
	facts := make([]domain.Fact, 0, len(ln.dealt))
	for _, r := range ln.dealt {
		if _, failed := ln.failed[r.Stream]; failed {
			continue
		}
		f, err := ln.loader.engine.codec.Fact(r)
		if err != nil {
			ln.fail(r.Stream, r.Position, &poison{"decode", err})
			continue
		}
		facts = append(facts, f)
	}
	unopened, err := ln.loader.openAll(ctx, facts)
	if err != nil {
		return err
	}
	for i, f := range facts {
		if _, failed := ln.failed[f.Stream]; failed {
			continue
		}
		err := unopened[i]
		if err == nil {
			err = ln.add(f)
		}
		if err != nil {
			ln.fail(f.Stream, f.Position, err)
		}
	}
	return nil
}

// fail keeps the first failure of a stream: an event that does not decode is found before those that stand in front of it
// are folded.
func (ln *lane) fail(stream string, at domain.Position, err error) {
	if f := ln.folds[stream]; f != nil {
		ln.events -= f.events
		delete(ln.folds, stream)
	}
	if before, failed := ln.failed[stream]; !failed || at < before.position {
		ln.failed[stream] = failure{at, codeOf(err)}
	}
}

func (ln *lane) add(f domain.Fact) error {
	of := ln.folds[f.Stream]
	if of == nil {
		of = &folded{Fold: ln.loader.Load(f.Stream)}
		ln.folds[f.Stream] = of
	}
	ln.events++
	of.events++
	return addTo(of, f)
}

func addTo(of Fold, f domain.Fact) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &poison{"panic", fmt.Errorf("panic: %T", r)}
		}
	}()
	return of.Add(f)
}

// openAll opens the facts if Load is to see them opened. Those that cannot be opened are told by their number.
func (l *loader) openAll(ctx context.Context, facts []domain.Fact) (map[int]error, error) {
	if !l.opens() {
		return nil, nil
	}
	open := func(some []domain.Fact) error {
		return l.persist(ctx, func() error { return sealed(l.engine.codec.Open(ctx, some)) })
	}
	err := open(facts)
	var bad *poison
	if !errors.As(err, &bad) {
		return nil, err
	}
	unopened := map[int]error{}
	for i := range facts {
		err := open(facts[i : i+1])
		switch {
		case errors.As(err, &bad):
			unopened[i] = err
		case err != nil:
			return nil, err
		}
	}
	return unopened, nil
}

// copy writes the rows in one transaction, which is tried again as a whole, and forgets them.
func (ln *lane) copy(ctx context.Context) error {
	err := ln.loader.persist(ctx, func() error { return ln.tryCopy(ctx) })
	if err != nil {
		return err
	}
	ln.folds, ln.events = map[string]*folded{}, 0
	return nil
}

func (ln *lane) tryCopy(ctx context.Context) error {
	tx, err := ln.loader.engine.begin(ctx, ln.loader.Projection)
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	// What a crash takes back is in tables that it makes worthless anyway.
	if _, err := tx.Exec(ctx, `set local statement_timeout = 0; set local synchronous_commit = off`); err != nil {
		return err
	}
	c := &copier{ctx: ctx, tx: tx, tables: ln.loader.tables, rows: map[string][][]any{}}
	if err := c.everything(ln.folds); err != nil {
		return blame(ctx, tx, err)
	}
	return tx.Commit(ctx)
}

// table is what rows are copied into.
type table struct {
	Name    string
	Columns []string
}

// copier gathers rows, because a COPY has one table.
type copier struct {
	ctx    context.Context
	tx     pgx.Tx
	tables []table
	rows   map[string][][]any
	err    error
}

const rowsAtOnce = 1000

func (c *copier) everything(folds map[string]*folded) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &poison{"panic", fmt.Errorf("panic: %T", r)}
		}
	}()
	for _, f := range folds {
		if f.Rows(c.put); c.err != nil {
			return c.err
		}
	}
	for _, t := range c.tables {
		if err := c.send(t); err != nil {
			return err
		}
	}
	return nil
}

func (c *copier) put(name string, values ...any) {
	if c.err != nil {
		return
	}
	for _, t := range c.tables {
		if t.Name != name {
			continue
		}
		if len(values) != len(t.Columns) {
			c.err = fmt.Errorf("table %s has %d columns, a row has %d values", name, len(t.Columns), len(values))
			return
		}
		c.rows[name] = append(c.rows[name], values)
		if len(c.rows[name]) >= rowsAtOnce {
			c.err = c.send(t)
		}
		return
	}
	c.err = fmt.Errorf("there is no table %s", name)
}

func (c *copier) send(t table) error {
	_, err := c.tx.CopyFrom(c.ctx, pgx.Identifier{t.Name}, t.Columns, pgx.CopyFromRows(c.rows[t.Name]))
	c.rows[t.Name] = c.rows[t.Name][:0]
	return err
}
