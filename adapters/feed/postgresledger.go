package feed

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/eventstore"
)

// PostgresLedger keeps checkpoints in app.checkpoints and parked streams in app.parked, beside those of the projections:
// its names begin with "reactor:".
type PostgresLedger struct{ Pool *pgxpool.Pool }

var _ Ledger = PostgresLedger{}

const prefix = "reactor:"

func stored(consumer string) string { return prefix + consumer }
func bare(stored string) string     { return strings.TrimPrefix(stored, prefix) }

// Save implements Ledger.
func (l PostgresLedger) Save(ctx context.Context, owner uuid.UUID, moves []Move) error {
	var names []string
	var from, to []int64
	for _, m := range moves {
		names, from, to = append(names, stored(m.Consumer)), append(from, int64(m.From)), append(to, int64(m.To))
	}
	err := pgx.BeginFunc(ctx, l.Pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			update app.checkpoints c set position = m.upto, updated_at = now()
			from unnest($2::text[], $3::bigint[], $4::bigint[]) as m (name, since, upto)
			where c.name = m.name and c.owner = $1 and c.position = m.since`, owner, names, from, to)
		if err == nil && tag.RowsAffected() != int64(len(moves)) {
			return ErrLost
		}
		return err
	})
	if errors.Is(err, ErrLost) {
		return ErrLost
	}
	return err
}

// Park implements Ledger. Parking again counts an attempt and keeps where it began.
func (l PostgresLedger) Park(ctx context.Context, consumer string, from eventstore.Recorded, reason string) error {
	_, err := l.Pool.Exec(ctx, `
		insert into app.parked as p (consumer, stream, position, reason_code) values ($1, $2, $3, $4)
		on conflict (consumer, stream) do update
		set attempts = p.attempts + 1, reason_code = excluded.reason_code, position = least(p.position, excluded.position)`,
		stored(consumer), from.Stream, int64(from.Position), reason)
	return err
}

// Parked implements Ledger.
func (l PostgresLedger) Parked(ctx context.Context, consumer string) ([]string, error) {
	rows, err := l.Pool.Query(ctx, `select stream from app.parked where consumer = $1 order by stream`, stored(consumer))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// Skip implements Ledger. It waits for the lock that Unpark holds: whatever is skipped was in the log before Unpark read it.
// An event before the one that parked the stream, of a type that the reactor has only now begun to answer, becomes the one
// from which the stream is taken up again.
func (l PostgresLedger) Skip(ctx context.Context, consumer string, r eventstore.Recorded) (bool, error) {
	var from int64
	err := l.Pool.QueryRow(ctx, `select position from app.parked where consumer = $1 and stream = $2 for share`,
		stored(consumer), r.Stream).Scan(&from)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	case from <= int64(r.Position):
		return true, nil
	}
	tag, err := l.Pool.Exec(ctx, `update app.parked set position = least(position, $3) where consumer = $1 and stream = $2`,
		stored(consumer), r.Stream, int64(r.Position))
	return tag.RowsAffected() == 1, err
}

// Halt implements Ledger.
func (l PostgresLedger) Halt(ctx context.Context, owner uuid.UUID, consumer, reason string) error {
	tag, err := l.Pool.Exec(ctx, `update app.checkpoints set halted = $3 where name = $1 and owner = $2`, stored(consumer), owner, reason)
	if err == nil && tag.RowsAffected() == 0 {
		return ErrLost
	}
	return err
}

// Halted implements Ledger.
func (l PostgresLedger) Halted(ctx context.Context, consumer string) (halted bool, err error) {
	err = l.Pool.QueryRow(ctx, `select halted <> '' from app.checkpoints where name = $1`, stored(consumer)).Scan(&halted)
	return halted, err
}

// Lift lets a consumer that is halted go on; false when it was not.
func (l PostgresLedger) Lift(ctx context.Context, consumer string) (bool, error) {
	tag, err := l.Pool.Exec(ctx, `update app.checkpoints set halted = '' where name = $1 and halted <> ''`, stored(consumer))
	return tag.RowsAffected() == 1, err
}
