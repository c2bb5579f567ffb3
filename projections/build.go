package projections

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// build fills the tables of a projection in a schema that nobody else knows, beside those that are read, and then puts
// them in their place. Whatever a crash leaves is in that schema: the next try has one of its own, and the rest is swept.
// A builder that was frozen wakes up in a schema that is its own, or gone.
//
// The schema has a row in app.checkpoints like any other, so that the worker code that applies events applies them here too.
type build struct {
	worker
	target Projection // what people read
	tell   func(Progress)
}

// buildLasts is how long a builder may be silent before its schema is swept. Nothing waits for that.
const buildLasts = 30 * time.Second

// fill builds tables that were never there. Only the owner of the first shard does it; the others wait for it.
func (w *worker) fill(ctx context.Context) error {
	if w.n > 0 {
		pause(ctx, standby)
		return nil
	}
	return w.engine.build(ctx, w.Projection, w.owner, nil)
}

// build puts filled tables in place. It is for a tenure, and stops when that has ended; or, when owner is nil, for somebody
// who asked for it, and then whoever applies goes on with the new tables.
func (e *Engine) build(ctx context.Context, p Projection, owner uuid.UUID, tell func(Progress)) error {
	select {
	case e.filling <- struct{}{}:
		defer func() { <-e.filling }()
	case <-ctx.Done():
		return ctx.Err()
	}
	b := &build{target: p, tell: tell}
	b.worker = worker{
		engine: e, shard: shard{Projection: p.in(fmt.Sprintf("%s_build_%08x", p.Schema(), uuid.New().ID()))}, owner: uuid.New(),
		progress: &meter{began: time.Now()},
	}
	defer b.forget(ctx)
	e.logger.InfoContext(ctx, "projections: filling tables", "schema", b.Schema())
	began := time.Now()
	if err := b.persist(ctx, func() error { return b.found(ctx) }); err != nil {
		return err
	}
	ctx, lost := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		b.beat(ctx, lost)
	}()
	defer func() { lost(nil); <-ended }()
	if err := b.everything(ctx); err != nil {
		return b.why(ctx, err)
	}
	if err := b.replace(ctx, owner); err != nil {
		return b.why(ctx, err)
	}
	e.logger.InfoContext(ctx, "projections: tables are filled", "projection", p.Name, "version", p.Version, "position", b.at,
		"seconds", time.Since(began).Seconds())
	return nil
}

// why is the reason for which the build was ended, if somebody ended it.
func (b *build) why(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// found makes the empty tables.
func (b *build) found(ctx context.Context) error {
	info, err := b.engine.log.Info(ctx)
	if err != nil {
		return fmt.Errorf("the log does not answer: %w", err)
	}
	b.epoch = info.Epoch
	b.progress.reads(info.Head)
	return b.engine.exclusively(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			insert into app.builds (schema, target, head, until) values ($1, $2, $3, clock_timestamp() + $4::interval)
			on conflict (schema) do nothing`, b.Schema(), b.target.Schema(), info.Head, buildLasts)
		if err != nil {
			return err
		}
		return b.empty(ctx, tx)
	})
}

// empty makes empty tables, also where there are some already.
func (b *build) empty(ctx context.Context, tx pgx.Tx) error {
	if err := drop(ctx, tx, b.Schema()); err != nil {
		return err
	}
	if err := b.createTables(ctx, tx); err != nil {
		return err
	}
	if err := b.createCheckpoints(ctx, tx, b.epoch); err != nil {
		return err
	}
	b.at = 0
	_, err := tx.Exec(ctx, `update app.checkpoints set owner = $2 where name = $1`, b.checkpoint(), b.owner)
	return err
}

// again empties the tables. Those that were taken for left over are not made anew: nobody would sweep them any more.
func (b *build) again(ctx context.Context, tx pgx.Tx) error {
	tag, err := tx.Exec(ctx, `select from app.builds where schema = $1 for update`, b.Schema())
	switch {
	case err != nil:
		return err
	case tag.RowsAffected() == 0:
		return errSwept
	}
	return b.empty(ctx, tx)
}

// everything brings the new tables to the head of the log. Tables that do not take what Load makes are filled by Apply, which
// finds out whose events they do not take.
func (b *build) everything(ctx context.Context) error {
	if b.Load != nil {
		err := b.loadAll(ctx)
		var refused *poison
		if !errors.As(err, &refused) {
			return err
		}
		b.engine.logger.WarnContext(ctx, "projections: what was folded cannot be copied, applying instead",
			"schema", b.Schema(), "code", codeOf(err))
		err = b.persist(ctx, func() error {
			return b.engine.exclusively(ctx, func(tx pgx.Tx) error { return b.again(ctx, tx) })
		})
		if err != nil {
			return err
		}
	}
	b.progress.is(applying)
	return b.arrive(ctx)
}

// arrive applies what the tables do not have yet.
func (b *build) arrive(ctx context.Context) error {
	return b.catchUp(ctx, func() bool { return true })
}
