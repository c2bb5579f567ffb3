package projections

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
)

// derive fills the tables that were made: with all streams, each as far as the live tables show it, or with some.
func (v *verifier) derive(ctx context.Context, tx pgx.Tx, tell func(Progress)) error {
	last := slices.Max(v.stops)
	meter := &meter{began: time.Now()}
	meter.reads(last)
	stop := meter.report(ctx, tell)
	defer stop()
	switch {
	case v.of.some():
		return v.some(ctx, tx)
	case last == 0:
		return nil
	case v.live.Load != nil:
		return v.load(ctx, tx, last, meter)
	}
	meter.is(applying)
	return v.apply(ctx, tx, last, meter)
}

// report tells each second how far it is, until it is stopped.
func (p *meter) report(ctx context.Context, tell func(Progress)) (stop func()) {
	if tell == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for ctx.Err() == nil {
			tell(p.look())
			pause(ctx, time.Second)
		}
	}()
	return func() { cancel(); <-ended }
}

func (v *verifier) some(ctx context.Context, tx pgx.Tx) error {
	if v.of.Sample > 0 {
		if err := v.sample(ctx, tx); err != nil {
			return err
		}
	}
	v.of.Streams = slices.Compact(slices.Sorted(slices.Values(v.of.Streams))) // one that was named and chosen counts once
	v.verdict.Streams = len(v.of.Streams)
	for _, stream := range v.of.Streams {
		at := v.stop(stream)
		all, err := v.engine.history(ctx, v.live.of(stream), stream, at)
		if err == nil {
			err = v.applyPart(ctx, tx, all)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sample adds streams of the tables, at random.
func (v *verifier) sample(ctx context.Context, tx pgx.Tx) error {
	tables, err := v.live.listTables(ctx, tx)
	if err != nil {
		return err
	}
	from := ""
	for i, t := range tables {
		if i > 0 {
			from += " union "
		}
		from += "select stream from " + v.live.Schema() + "." + pgx.Identifier{t.Name}.Sanitize()
	}
	rows, err := tx.Query(ctx, "select stream from ("+from+") all_streams order by random() limit $1", v.of.Sample)
	if err != nil {
		return err
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	v.of.Streams = append(slices.Clone(v.of.Streams), found...)
	return err
}

// bare takes indexes and constraints off the new tables: rows are copied faster, and what makes a stream's rows impossible to
// keep is no reason not to look at the others.
const bare = `do $$ declare i record; begin
	for i in
		select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint c
		where c.connamespace = current_schema()::regnamespace and contype in ('p', 'u', 'x', 'f') and conrelid <> to_regclass('` + erasedTable + `')
		order by contype <> 'f'
	loop execute i.drop; end loop;
	for i in
		select format('drop index %s', indexrelid::regclass) as drop from pg_index join pg_class t on t.oid = indrelid
		where t.relnamespace = current_schema()::regnamespace and not indisprimary
	loop execute i.drop; end loop;
end $$`

// load folds in memory, as new tables are filled, and copies the rows in this transaction.
func (v *verifier) load(ctx context.Context, tx pgx.Tx, last domain.Position, meter *meter) error {
	select {
	case v.engine.filling <- struct{}{}:
		defer func() { <-v.engine.filling }()
	case <-ctx.Done():
		return ctx.Err()
	}
	b := &build{worker: worker{engine: v.engine, shard: shard{Projection: v.made}, progress: meter}, target: v.live}
	l := b.loader(last)
	l.stop = v.stop
	var err error
	if l.tables, err = v.made.listTables(ctx, tx); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, bare); err != nil {
		return err
	}
	for todo := []class{{}}; len(todo) > 0; l.first = false {
		later, err := l.gather(ctx, todo[0])
		if err != nil {
			return err
		}
		todo = append(todo[1:], later...)
		meter.is(copying)
		for _, ln := range l.lanes {
			c := &copier{ctx: ctx, tx: tx, tables: l.tables, rows: map[string][][]any{}}
			if err := c.everything(ln.folds); err != nil {
				return blame(ctx, tx, err)
			}
			maps.Copy(v.unfoldable, ln.failed)
			ln.folds, ln.events = map[string]*folded{}, 0
		}
	}
	return v.made.erase(ctx, tx, slices.Collect(maps.Keys(l.erased)), nil)
}

// apply brings the tables forward event by event, for a projection that cannot load.
func (v *verifier) apply(ctx context.Context, tx pgx.Tx, last domain.Position, meter *meter) error {
	var p part
	for b, err := range v.engine.log.Follow(ctx, 0) {
		if err != nil {
			return incurable(err)
		}
		v.engine.stretch(b).add(&p, shard{Projection: v.made}, 0)
		if b.CaughtUp || b.Through >= last || len(p.items) >= batchSize {
			if err := v.applyPart(ctx, tx, p); err != nil {
				return err
			}
			p = part{}
		}
		meter.at(min(b.Through, last))
		if b.Through >= last {
			return nil
		}
	}
	return ctx.Err()
}

// applyPart applies what the live tables show. A stream that cannot be applied any further is set aside.
func (v *verifier) applyPart(ctx context.Context, tx pgx.Tx, p part) error {
	p.items = slices.DeleteFunc(slices.Clone(p.items), func(it item) bool { return it.fact.Position > v.stop(it.fact.Stream) })
	if len(p.items) == 0 {
		return nil
	}
	err := v.tryPart(ctx, tx, p)
	var bad *poison
	switch {
	case !errors.As(err, &bad):
		return err
	case len(p.items) > 1:
		first, rest := p.halves()
		if err := v.applyPart(ctx, tx, first); err != nil {
			return err
		}
		return v.applyPart(ctx, tx, rest)
	case v.live.Order != ByStream:
		return err
	}
	v.unfoldable[p.items[0].fact.Stream] = failure{p.items[0].fact.Position, bad.code}
	return v.made.erase(ctx, tx, p.erased(), nil)
}

func (v *verifier) tryPart(ctx context.Context, tx pgx.Tx, p part) error {
	facts, err := v.engine.facts(ctx, v.made, p)
	if err != nil {
		return err
	}
	facts = slices.DeleteFunc(facts, func(f domain.Fact) bool { _, failed := v.unfoldable[f.Stream]; return failed })
	return pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error {
		if err := v.made.fold(ctx, tx, facts); err != nil {
			return err
		}
		return v.made.erase(ctx, tx, p.erased(), streams(facts))
	})
}
