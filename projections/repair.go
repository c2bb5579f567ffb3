package projections

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
)

var (
	// ErrGlobal means that a projection cannot be repaired stream by stream.
	ErrGlobal = errors.New("it is not kept by stream")
	// ErrNoStream means that there is nothing to repair: hardly the right name.
	ErrNoStream = errors.New("there is nothing of this stream, neither in the log as far as it has come nor in its tables")
)

// Repair derives a stream's rows anew from the log and takes the stream up again, in one transaction, on any server.
// If an event still fails everything stays as it was, and the error says only what kind of failure it is.
func (e *Engine) Repair(ctx context.Context, name, stream string) error {
	p, err := e.find(name)
	switch {
	case err != nil:
		return err
	case p.Order != ByStream:
		return fmt.Errorf("%w: %s", ErrGlobal, name)
	}
	tx, err := e.begin(ctx, p)
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	if err := e.rederive(ctx, tx, p, stream); err != nil {
		return fmt.Errorf("%s in %s is not repaired: %w", stream, name, shown(err))
	}
	return tx.Commit(ctx)
}

func (e *Engine) rederive(ctx context.Context, tx pgx.Tx, p Projection, stream string) error {
	at, err := e.hold(ctx, tx, p.of(stream))
	if err != nil {
		return err
	}
	all, err := e.history(ctx, p.of(stream), stream, at)
	if err != nil {
		return err
	}
	facts, err := e.facts(ctx, p, all)
	if err != nil {
		return err
	}
	rows, err := p.clear(ctx, tx, stream)
	if err != nil {
		return err
	}
	if err := p.fold(ctx, tx, facts); err != nil {
		return err
	}
	if err := p.erase(ctx, tx, all.erased(), []string{stream}); err != nil {
		return err
	}
	tag, err := tx.Exec(ctx, `delete from app.parked where consumer = $1 and stream = $2`, p.Schema(), stream)
	if err == nil && len(all.items) == 0 && rows+tag.RowsAffected() == 0 {
		return ErrNoStream
	}
	return err
}

// hold keeps the shard where it is until the transaction ends.
func (e *Engine) hold(ctx context.Context, tx pgx.Tx, s shard) (at domain.Position, err error) {
	info, err := e.log.Info(ctx)
	if err != nil {
		return 0, err
	}
	var epoch uuid.UUID
	var tables bool
	err = tx.QueryRow(ctx, `select position, epoch, to_regnamespace($2) is not null from app.checkpoints where name = $1 for update`,
		s.checkpoint(), s.Schema()).Scan(&at, &epoch, &tables)
	switch {
	case errors.Is(err, pgx.ErrNoRows), err == nil && !tables:
		return 0, ErrNotBuilt
	case err == nil && epoch != info.Epoch:
		return 0, &halt{OtherEpoch}
	}
	return at, err
}

// history is the stream as far as the projection has come; what is later comes to it in its turn.
func (e *Engine) history(ctx context.Context, s shard, stream string, at domain.Position) (part, error) {
	all := part{through: at}
	for r, err := range e.log.Read(ctx, stream, 0) {
		if err != nil {
			return part{}, err
		}
		if r.Position > at {
			break
		}
		e.stretch(batchOf(r)).add(&all, s, 0)
	}
	return all, nil
}

// clear removes the stream's rows from every table, and answers how many there were.
func (p Projection) clear(ctx context.Context, tx pgx.Tx, stream string) (gone int64, err error) {
	rows, err := tx.Query(ctx, tablesOf, p.Schema())
	if err != nil {
		return 0, err
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return 0, err
	}
	for _, t := range tables {
		tag, err := tx.Exec(ctx, `delete from `+pgx.Identifier{t}.Sanitize()+` where stream = $1`, stream)
		if err != nil {
			return 0, err
		}
		gone += tag.RowsAffected()
	}
	return gone, nil
}

// shown is an error without what it may have been writing.
func shown(err error) error {
	var bad *poison
	if errors.As(err, &bad) {
		return errors.New(bad.Error())
	}
	return err
}
