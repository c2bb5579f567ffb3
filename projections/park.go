package projections

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// landslide is how many streams may fail within a minute before the projection itself is suspected; or, when that is more, one
// percent of those that it went through. Live it is the number. While years are filled in within minutes it is the part:
// otherwise twenty streams that were parked one by one over all that time would make it impossible to fill the tables anew.
const landslide = 20

func slides(failed, of int) bool { return failed >= max(landslide, of/100) }

// park puts the stream of a single event aside: this event and the stream's later ones are passed over, visibly, until
// a repair. Repair folds from the log, so nothing has to be kept of what was passed over.
func (w *worker) park(ctx context.Context, p part, code string) error {
	bad := p.items[0]
	if err := w.eraseElsewhere(ctx, p.erased()); err != nil {
		return err
	}
	tx, err := w.engine.begin(ctx, w.Projection)
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	if _, err := w.enter(ctx, tx, p); err != nil {
		return err
	}
	var lately int
	err = tx.QueryRow(ctx, `
		with new as (
			insert into app.parked (consumer, stream, position, since, reason_code)
			values ($1, $2, $3, clock_timestamp(), $4)
			on conflict (consumer, stream) do nothing
			returning 1)
		select (select count(*) from new) + count(*)
		from app.parked where consumer = $1 and stream <> $2 and since > clock_timestamp() - interval '1 minute'`,
		w.Schema(), bad.fact.Stream, bad.fact.Position, code).Scan(&lately)
	switch {
	case err != nil:
		return err
	case slides(lately, w.crowd.lately(time.Now())):
		return &halt{Landslide}
	}
	if err := w.erase(ctx, tx, p.erased(), nil); err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	w.engine.logger.ErrorContext(ctx, "projections: a stream is parked", "projection", w.Name, "version", w.Version,
		"stream", bad.fact.Stream, "position", bad.fact.Position, "event", bad.fact.ID, "code", code)
	w.passed(p.through)
	return nil
}

// Incomplete says since when one of these streams is parked in one of the named projections; zero when none is. Where a
// stream is parked, Wait tells nothing about its rows: they stay as they were.
func (e *Engine) Incomplete(ctx context.Context, streams []string, names ...string) (time.Time, error) {
	consumers, err := e.schemas(names)
	if err != nil {
		return time.Time{}, err
	}
	var since *time.Time
	err = e.pool.QueryRow(ctx, `select min(since) from app.parked where stream = any($1) and consumer = any($2)`,
		streams, consumers).Scan(&since)
	if err != nil || since == nil {
		return time.Time{}, err
	}
	return *since, nil
}

// Parked is a stream that a projection passes over.
type Parked struct {
	Projection string
	Stream     string
	Since      time.Time
	Reason     string // a code, never what the event holds
}

// Parked lists what the named projections pass over, oldest first.
func (e *Engine) Parked(ctx context.Context, names ...string) ([]Parked, error) {
	consumers, err := e.schemas(names)
	if err != nil {
		return nil, err
	}
	rows, err := e.pool.Query(ctx, `
		select p.consumer, p.stream, p.since, p.reason_code from app.parked p
		where p.consumer = any($1) order by p.since, p.stream`, consumers)
	if err != nil {
		return nil, fmt.Errorf("what is parked cannot be read: %w", err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Parked])
	for i := range all {
		all[i].Projection = e.nameOf(all[i].Projection)
	}
	return all, err
}
