package projections

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
)

// The compare-and-set of the checkpoint is what makes each event count once: it comes first in every transaction, locks
// the row until the end of it, and finds nothing once another server has claimed the row.

var (
	errMoved = errors.New("the checkpoint is not where this server left it")
	errLost  = errors.New("another server claimed the checkpoint")
	// errNoTables means that they are still to be filled.
	errNoTables = errors.New("there are no tables yet")
	// errRetired means that the checkpoint is gone: somebody retired the version, or dropped it.
	errRetired = errors.New("the checkpoint is gone")
)

const compareAndSet = `
	update app.checkpoints set position = $5, updated_at = clock_timestamp()
	where name = $1 and owner = $2 and epoch = $3 and position = $4 and position <= $5`

func (w *worker) cas(p part) []any {
	return []any{w.checkpoint(), w.owner, w.epoch, w.at, p.through}
}

// claim makes the checkpoint this server's, while it holds the lease. Whoever had it writes nothing any more, even if it
// was frozen and wakes up.
func (w *worker) claim(ctx context.Context) error {
	_, err := w.engine.pool.Exec(ctx, `
		update app.checkpoints set owner = $2, halted = ''
		where name = $1 and exists (
			select from app.leases where name = $3 and owner = $2 and until > clock_timestamp())`,
		w.checkpoint(), w.owner, w.lease())
	return err
}

// load reads where the projection is, and refuses to go on from there if that means nothing in this log.
func (w *worker) load(ctx context.Context) error {
	info, err := w.engine.log.Info(ctx)
	if err != nil {
		return fmt.Errorf("the log does not answer: %w", err)
	}
	var epoch uuid.UUID
	var owner *uuid.UUID
	var tables bool
	err = w.engine.pool.QueryRow(ctx, `
		select position, epoch, owner, built_at is not null, to_regnamespace($2) is not null from app.checkpoints where name = $1`,
		w.checkpoint(), w.Schema()).Scan(&w.at, &epoch, &owner, &w.built, &tables)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return errRetired
	case err != nil:
		return fmt.Errorf("the checkpoint cannot be read: %w", err)
	case owner == nil || *owner != w.owner:
		return errLost
	case !tables:
		return errNoTables
	case epoch != info.Epoch || epoch != w.epoch:
		return &halt{OtherEpoch}
	}
	w.passed(w.at)
	return nil
}

// pass moves the checkpoint past events that are not the projection's. A crash may take this back, which harms nobody,
// so it need not wait for the disk. It never moves back: a projection that read by itself may have overtaken those that it
// joins, and is handed what it has seen.
func (w *worker) pass(ctx context.Context, p part) error {
	if p.through <= w.at {
		return nil
	}
	var b pgx.Batch
	b.Queue(`select set_config('synchronous_commit', 'off', true)`)
	b.Queue(compareAndSet, w.cas(p)...)
	res := w.engine.pool.SendBatch(ctx, &b)
	_, err := res.Exec()
	tag, casErr := res.Exec()
	if err := errors.Join(err, casErr, res.Close()); err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return errMoved
	}
	w.passed(p.through)
	return nil
}

func (w *worker) passed(at domain.Position) {
	w.at = at
	if w.progress != nil {
		w.progress.at(at)
		return
	}
	w.engine.board.post(w.checkpoint(), w.epoch, at)
}
