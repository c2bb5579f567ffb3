package projections

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// tidyEvery is how often a server looks for what nobody needs any more.
const tidyEvery = time.Minute

// tidy takes away what builders left that are gone, and old versions. What fails is tried again at the next turn.
func (e *Engine) tidy(ctx context.Context) {
	for ctx.Err() == nil {
		pause(ctx, tidyEvery)
		if ctx.Err() != nil {
			return
		}
		err := e.sweep(ctx)
		if err == nil {
			err = e.retireIdle(ctx)
		}
		if err != nil {
			e.logger.WarnContext(ctx, "projections: not tidied up", "code", codeOf(err))
		}
	}
}

// sweep drops schemas whose builder has been silent for too long.
func (e *Engine) sweep(ctx context.Context) error {
	rows, err := e.pool.Query(ctx, `select schema from app.builds where until < clock_timestamp()`)
	if err != nil {
		return err
	}
	left, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, schema := range left {
		if err := e.discard(ctx, schema); err != nil {
			return err
		}
		e.logger.InfoContext(ctx, "projections: swept tables that were never finished", "schema", schema)
	}
	return nil
}

// discard drops a schema that was being filled.
func (e *Engine) discard(ctx context.Context, schema string) error {
	return pgx.BeginFunc(ctx, e.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `delete from app.builds where schema = $1`, schema)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return drop(ctx, tx, schema)
	})
}

// forget is for the builder's own end; after success there is nothing to forget.
func (b *build) forget(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := b.engine.discard(ctx, b.Schema()); err != nil {
		b.engine.logger.WarnContext(ctx, "projections: left over tables are swept later", "schema", b.Schema(), "code", codeOf(err))
	}
}
