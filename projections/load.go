package projections

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// foldsAtOnce is how many events may be folded into memory at once. A fold keeps what its rows need: with a kilobyte an
// event this is two gigabytes at the very most, and a few hundred megabytes for what there is. A log with more is read
// several times, for a part of the streams each time.
const foldsAtOnce = 2_000_000

// mostBits ends the halving: a single stream that is too large is not made smaller by it.
const mostBits = 16

// class is a part of the streams: those whose number has this value in its lowest bits.
type class struct {
	bits  uint
	value uint64
}

// The upper half of the number: the lower decides about shards and lanes.
func (c class) has(number uint64) bool { return number>>32&(1<<c.bits-1) == c.value }

func (c class) halves() (now, later class) {
	return class{c.bits + 1, c.value}, class{c.bits + 1, c.value | 1<<c.bits}
}

// loader fills tables from the log up to a position.
type loader struct {
	*build
	through domain.Position
	lanes   []*lane
	erased  map[uuid.UUID]bool
	streams int                // of all passes
	failed  map[string]failure // streams to be parked
	first   bool               // pass
	tables  []table
	stop    func(stream string) domain.Position // nil: every stream is folded as far as through
}

// loadAll reads the log, folds each stream in memory, copies the rows into tables without indexes, and then makes these.
func (b *build) loadAll(ctx context.Context) error {
	to := b.progress.look().Head
	if to == 0 {
		return nil
	}
	l := b.loader(to)
	var indexes []index
	err := b.persist(ctx, func() (err error) {
		if l.tables, err = b.listTables(ctx, b.engine.pool); err == nil {
			indexes, err = b.listIndexes(ctx)
		}
		return err
	})
	if err == nil {
		err = b.persist(ctx, func() error { return b.dropIndexes(ctx, indexes) })
	}
	if err != nil {
		return err
	}
	if err := l.passes(ctx); err != nil {
		return err
	}
	if err := l.setAside(ctx); err != nil {
		return err
	}
	b.progress.is(indexing)
	if err := b.makeIndexes(ctx, indexes, len(l.lanes)); err != nil {
		return err
	}
	if err := b.persist(ctx, func() error { return l.vacuum(ctx) }); err != nil {
		return err
	}
	return b.persist(ctx, func() error { return l.settle(ctx) })
}

func (b *build) loader(to domain.Position) *loader {
	l := &loader{build: b, through: to, erased: map[uuid.UUID]bool{}, failed: map[string]failure{}, first: true}
	for range max(1, min(runtime.GOMAXPROCS(0), int(b.engine.pool.Config().MaxConns)/4)) {
		l.lanes = append(l.lanes, &lane{loader: l})
	}
	return l
}

// passes reads the log as often as it takes to fold everything without holding too much at once.
func (l *loader) passes(ctx context.Context) error {
	for todo := []class{{}}; len(todo) > 0; l.first = false {
		now := todo[0]
		later, err := l.pass(ctx, now)
		if err != nil {
			return err
		}
		todo = append(todo[1:], later...)
		l.progress.change(func(b *Progress) { b.Position, b.Pass = 0, min(b.Pass+1, b.Passes) })
	}
	return nil
}

// pass folds one class of the streams and copies their rows.
func (l *loader) pass(ctx context.Context, c class) (later []class, err error) {
	later, err = l.gather(ctx, c)
	if err != nil {
		return nil, err
	}
	l.progress.is(copying)
	return later, l.all(func(ln *lane) error { return ln.copy(ctx) })
}

// gather folds one class of the streams. When it turns out too large, half of what is left of it is put off.
func (l *loader) gather(ctx context.Context, c class) (later []class, err error) {
	l.progress.is(reading)
	read, stop := context.WithCancel(ctx)
	defer stop()
	for b := range ahead(read, l.engine.log.Follow(read, 0)) {
		if b.err != nil {
			return nil, incurable(b.err)
		}
		if err := l.deal(b.Batch, c); err != nil {
			return nil, err
		}
		if err := l.all(func(ln *lane) error { return ln.take(ctx) }); err != nil {
			return nil, err
		}
		if l.held() > l.engine.foldsAtOnce && c.bits < mostBits {
			var half class
			c, half = c.halves()
			later = append(later, half)
			l.drop(half)
			l.progress.change(func(b *Progress) { b.Passes++ })
		}
		l.progress.at(min(b.Through, l.through))
		if b.Through >= l.through {
			break
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for _, ln := range l.lanes {
		l.streams += len(ln.folds)
	}
	return later, nil
}

// read is a batch of the log, or why there are no more.
type read struct {
	eventstore.Batch
	err error
}

// ahead reads the next batches while the last one is worked on. Whoever stops listening ends ctx.
func ahead(ctx context.Context, batches iter.Seq2[eventstore.Batch, error]) <-chan read {
	out := make(chan read, 8)
	go func() {
		defer close(out)
		for b, err := range batches {
			select {
			case out <- read{b, err}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// deal gives each lane the events of its streams, and collects who was erased: in the first pass, for all.
func (l *loader) deal(b eventstore.Batch, c class) error {
	for _, r := range b.Events {
		if r.Position > l.through {
			return nil
		}
		if l.first && l.opens() && l.engine.erasers[r.Type] {
			f, err := l.engine.codec.Fact(r)
			if err != nil {
				return &halt{EraseFailed}
			}
			for _, subject := range erased(f) {
				l.erased[subject] = true
			}
		}
		if !l.reads(r.Type) || l.stop != nil && r.Position > l.stop(r.Stream) {
			continue
		}
		if n := spread(r.Stream); c.has(n) {
			ln := l.lanes[n%uint64(len(l.lanes))]
			ln.dealt = append(ln.dealt, r)
		}
	}
	return nil
}

// all lets the lanes work at the same time.
func (l *loader) all(do func(*lane) error) error {
	var g errgroup.Group
	for _, ln := range l.lanes {
		g.Go(func() error { return do(ln) })
	}
	return g.Wait()
}

func (l *loader) held() (events int) {
	for _, ln := range l.lanes {
		events += ln.events
	}
	return events
}

func (l *loader) drop(c class) {
	for _, ln := range l.lanes {
		for stream, f := range ln.folds {
			if c.has(spread(stream)) {
				ln.events -= f.events
				delete(ln.folds, stream)
			}
		}
	}
}

// vacuum marks the pages of the tables as visible to all: until then an index alone answers no query, and the first to ask
// would wait for the server's own cleaning.
func (l *loader) vacuum(ctx context.Context) error {
	conn, err := l.engine.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	for _, t := range l.tables {
		name := pgx.Identifier{l.Schema(), t.Name}.Sanitize()
		for _, sql := range []string{`set statement_timeout = 0`, `vacuum ` + name, `reset statement_timeout`} {
			if _, err := conn.Exec(ctx, sql); err != nil {
				return errors.Join(err, conn.Conn().Close(context.WithoutCancel(ctx))) // without the timeout it is of no use to others
			}
		}
	}
	return nil
}

// settle blanks what is personal of those who were erased, and says how far the tables are.
func (l *loader) settle(ctx context.Context) error {
	subjects := slices.Collect(maps.Keys(l.erased))
	if err := l.eraseElsewhere(ctx, subjects); err != nil {
		return err
	}
	tx, err := l.engine.begin(ctx, l.Projection)
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	if _, err := tx.Exec(ctx, `set local statement_timeout = 0`); err != nil {
		return err
	}
	if err := l.erase(ctx, tx, subjects, nil); err != nil {
		return err
	}
	for _, t := range l.tables {
		if _, err := tx.Exec(ctx, `analyze `+pgx.Identifier{t.Name}.Sanitize()); err != nil {
			return err
		}
	}
	tag, err := tx.Exec(ctx, `update app.checkpoints set position = $2 where name = $1`, l.checkpoint(), l.through)
	switch {
	case err != nil:
		return err
	case tag.RowsAffected() == 0:
		return errSwept
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	l.passed(l.through)
	return nil
}

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// listTables has the columns of each table in their order.
func (p Projection) listTables(ctx context.Context, where querier) ([]table, error) {
	rows, err := where.Query(ctx, `
		select c.relname, array_agg(a.attname::text order by a.attnum)
		from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		where c.relname in (select relname from (`+tablesOf+`) t) and c.relnamespace = to_regnamespace($1)
		group by c.relname order by c.relname`, p.Schema())
	if err != nil {
		return nil, fmt.Errorf("the tables cannot be listed: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[table])
}
