package projections

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
)

// lockFor is how long the exchange of tables may hold up those who read the old ones. It then waits for its turn again: the
// longer the more often it was in vain, since a dump or a verification that reads them may go on for an hour.
const (
	lockFor  = "300ms"
	mostWait = 10 * time.Second
)

// replace puts the new tables in the place of the old ones, in one transaction, as soon as they show no less.
func (b *build) replace(ctx context.Context, owner uuid.UUID) error {
	b.progress.is(applying)
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, mostWait) {
		if err := b.arrive(ctx); err != nil {
			return err
		}
		err := b.exchange(ctx, owner)
		var bad *poison
		if err == nil || ctx.Err() != nil || !errors.As(err, &bad) && !passes(err) {
			return err
		}
		// What is poison is parked by arrive, at the next turn.
		b.engine.logger.WarnContext(ctx, "projections: tables are not exchanged yet", "schema", b.Schema(), "code", codeOf(err), "wait", wait)
		pause(ctx, wait)
	}
}

// exchange holds the checkpoint, so that nothing is applied meanwhile, brings the new tables to where the old ones are,
// and then drops these, which waits until nobody reads them. Who comes meanwhile waits, and finds the new ones under the
// old name. It is a drop in the same transaction, not later: a query that had found the old tables and not begun to read
// them would otherwise read old rows beside the new checkpoint.
func (b *build) exchange(ctx context.Context, owner uuid.UUID) error {
	tx, err := b.engine.begin(ctx, b.Projection)
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	if _, err := tx.Exec(ctx, `set local lock_timeout = '`+lockFor+`'`); err != nil {
		return err
	}
	at, err := b.hold(ctx, tx, owner)
	if err != nil {
		return err
	}
	through, err := b.join(ctx, tx, at)
	if err != nil {
		return err
	}
	if err := b.rename(ctx, tx, through); err != nil {
		return err
	}
	// beat finds its row gone the moment this is committed, and must not take that for the end of the commit.
	return tx.Commit(context.WithoutCancel(ctx))
}

// hold locks the checkpoints of the tables that people read, and answers how far the furthest of them is.
func (b *build) hold(ctx context.Context, tx pgx.Tx, owner uuid.UUID) (at domain.Position, err error) {
	rows, err := tx.Query(ctx, `
		select name, position, epoch, coalesce(owner, $2) from app.checkpoints where name = any($1) order by name for update`,
		b.target.checkpoints(), uuid.Nil)
	if err != nil {
		return 0, err
	}
	type row struct {
		Name         string
		Position     domain.Position
		Epoch, Owner uuid.UUID
	}
	held, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
	switch {
	case err != nil:
		return 0, err
	case len(held) < len(b.target.checkpoints()):
		return 0, errRetired
	case owner != uuid.Nil && held[0].Owner != owner:
		return 0, errLost
	}
	info, err := b.engine.log.Info(ctx) // last: no checkpoint of this log moves beyond that head any more
	switch {
	case err != nil:
		return 0, fmt.Errorf("the log does not answer: %w", err)
	case info.Epoch != b.epoch:
		return 0, &halt{OtherEpoch}
	}
	for _, r := range held {
		if r.Epoch == b.epoch && r.Position <= info.Head { // else it means nothing in this log
			at = max(at, r.Position)
		}
	}
	return at, nil
}

// join applies to the new tables what the old ones have and they do not.
func (b *build) join(ctx context.Context, tx pgx.Tx, at domain.Position) (domain.Position, error) {
	if b.at >= at {
		return b.at, nil
	}
	var p part
	for batch, err := range b.engine.log.Follow(ctx, b.at) {
		if err != nil {
			return 0, incurable(err)
		}
		b.engine.stretch(batch).add(&p, b.shard, b.at)
		if p.through >= at {
			break
		}
	}
	facts, err := b.engine.facts(ctx, b.Projection, p)
	if err != nil {
		return 0, err
	}
	if err := b.eraseElsewhere(ctx, p.erased()); err != nil {
		return 0, err
	}
	return p.through, b.applyIn(ctx, tx, p, facts)
}

// rename gives the new tables the old name, and the checkpoint that is theirs.
func (b *build) rename(ctx context.Context, tx pgx.Tx, through domain.Position) error {
	tag, err := tx.Exec(ctx, `delete from app.builds where schema = $1`, b.Schema())
	if err == nil && tag.RowsAffected() == 0 {
		err = errSwept
	}
	if err != nil {
		return err
	}
	target := b.target.Schema()
	var do pgx.Batch
	do.Queue(`delete from app.checkpoints where name = $1`, b.Schema())
	do.Queue(`delete from app.parked where consumer = $1`, target)
	do.Queue(`update app.parked set consumer = $1 where consumer = $2`, target, b.Schema())
	do.Queue(`
		update app.checkpoints set position = $2, epoch = $3, personal = $4, halted = '', updated_at = clock_timestamp(),
			built_at = coalesce(built_at, clock_timestamp())
		where name = any($1)`, b.target.checkpoints(), through, b.epoch, b.target.personal())
	do.Queue(`drop schema if exists ` + target + ` cascade`)
	do.Queue(`alter schema ` + b.Schema() + ` rename to ` + target)
	return tx.SendBatch(ctx, &do).Close()
}
