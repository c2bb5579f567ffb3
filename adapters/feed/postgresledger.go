package feed

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// PostgresLedger keeps checkpoints in app.checkpoints and parked streams in app.parked, beside those of the projections:
// its names begin with "reactor:".
type PostgresLedger struct{ Pool *pgxpool.Pool }

var _ Ledger = PostgresLedger{}

func stored(consumer string) string { return "reactor:" + consumer }

// Claim implements Ledger. After a restore the log may be shorter than a checkpoint: the lower of the checkpoint and the
// head is right, since doing something again records nothing new.
func (l PostgresLedger) Claim(
	ctx context.Context, owner, epoch uuid.UUID, head domain.Position, starts map[string]domain.Position,
) (map[string]domain.Position, error) {
	stand := map[string]domain.Position{}
	err := pgx.BeginFunc(ctx, l.Pool, func(tx pgx.Tx) error {
		for _, name := range slices.Sorted(maps.Keys(starts)) {
			var at int64
			err := tx.QueryRow(ctx, `
				insert into app.checkpoints as c (name, version, position, epoch, owner)
				values ($1, 1, $2, $3, $4)
				on conflict (name) do update
				set owner = excluded.owner, epoch = excluded.epoch, updated_at = now(),
				    position = case when c.epoch = excluded.epoch then c.position else least(c.position, $5) end
				returning position`, stored(name), int64(starts[name]), epoch, owner, int64(head)).Scan(&at)
			if err != nil {
				return err
			}
			stand[name] = domain.Position(at)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claiming checkpoints: %w", err)
	}
	return stand, nil
}

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
		on conflict (consumer, stream) do update set attempts = p.attempts + 1, reason_code = excluded.reason_code`,
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
func (l PostgresLedger) Skip(ctx context.Context, consumer, stream string) (skip bool, err error) {
	rows, err := l.Pool.Query(ctx, `select true from app.parked where consumer = $1 and stream = $2 for share`, stored(consumer), stream)
	if err != nil {
		return false, err
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[bool])
	return len(found) > 0, err
}
