package feed

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
)

// The errors of taking up what is parked.
var (
	ErrNotParked = &domain.Error{Kind: domain.NotFound, Code: "reactor.not_parked", Message: "This stream is not parked for this reactor."}
	ErrNotNow    = &domain.Error{Kind: domain.Unavailable, Code: "reactor.not_now", Message: "Something that the reactor needs does not answer. Try again."}
)

// Parked is a stream that a reactor passes over.
type Parked struct {
	Reactor string
	Stream  string
	Since   time.Time
	Reason  string // a code, never what the event holds
}

// All lists what any reactor passes over, oldest first.
func (l PostgresLedger) All(ctx context.Context) ([]Parked, error) {
	rows, err := l.Pool.Query(ctx, `
		select consumer, stream, since, reason_code from app.parked
		where starts_with(consumer, $1) order by since, consumer, stream`, prefix)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Parked])
	for i := range all {
		all[i].Reactor = bare(all[i].Reactor)
	}
	return all, err
}

// unparkLasts is how long a stream may take to be taken up again; a program that is frozen meanwhile loses its lock then.
const unparkLasts = 2 * time.Minute

// Unpark takes a stream up again once do has answered its events from a position on. Until then nobody passes an event of
// it over: who would waits for the end of this, and asks again. When do fails, the stream stays put aside.
func (l PostgresLedger) Unpark(ctx context.Context, consumer, stream string, do func(ctx context.Context, from domain.Position) error) error {
	ctx, cancel := context.WithTimeout(ctx, unparkLasts)
	defer cancel()
	return pgx.BeginFunc(ctx, l.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `set local idle_in_transaction_session_timeout = '2min'`); err != nil {
			return err
		}
		var from int64
		err := tx.QueryRow(ctx, `select position from app.parked where consumer = $1 and stream = $2 for update`,
			stored(consumer), stream).Scan(&from)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotParked
		}
		if err != nil {
			return err
		}
		if err := do(ctx, domain.Position(from)); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `delete from app.parked where consumer = $1 and stream = $2`, stored(consumer), stream)
		return err
	})
}
