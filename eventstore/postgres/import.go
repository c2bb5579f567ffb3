package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// ErrMoved says that the log is not where a loader left it: somebody else appends.
var ErrMoved = errors.New("somebody else appends to this log")

// Load writes events as they are behind the head, by COPY: for copies of a log, in the order of their source, whose revisions
// the caller has checked. They get the positions that follow; their stored times stay, but never run back. A log whose head
// is another is ErrMoved; an error leaves nothing behind. It needs the right to insert, which a server does not have.
func (l *Log) Load(ctx context.Context, head domain.Position, events []eventstore.Recorded) (domain.Position, error) {
	if err := l.usable(ctx); err != nil {
		return 0, err
	}
	newHead := head + domain.Position(len(events))
	err := pgx.BeginTxFunc(ctx, l.pool, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, func(tx pgx.Tx) error {
		last, err := loadingFrom(ctx, tx, head)
		if err != nil {
			return err
		}
		columns := []string{"position", "stream", "revision", "event_id", "type", "recorded_at", "data", "meta"}
		rows := &loadedRows{events: events, head: head, last: last}
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{"es", "events"}, columns, rows); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "select pg_notify('es_appended', $1::bigint::text)", int64(newHead))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("loading: %w", err)
	}
	l.bell.reached(newHead)
	return newHead, nil
}

// loadingFrom takes the lock of the log, like every append, and answers when the last event was stored.
func loadingFrom(ctx context.Context, tx pgx.Tx, head domain.Position) (last time.Time, err error) {
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock(7236413)"); err != nil {
		return last, err
	}
	var have domain.Position
	err = tx.QueryRow(ctx, "select position, recorded_at from es.events order by position desc limit 1").Scan(&have, &last)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return last, err
	}
	if have != head {
		return last, fmt.Errorf("%w: it is at %d, not %d", ErrMoved, have, head)
	}
	return last, nil
}

// loadedRows are events as rows of es.events.
type loadedRows struct {
	events []eventstore.Recorded
	head   domain.Position
	last   time.Time
	done   int
}

// Next goes to the next row.
func (r *loadedRows) Next() bool {
	r.done++
	return r.done <= len(r.events)
}

// Values are the row's columns.
func (r *loadedRows) Values() ([]any, error) {
	e := r.events[r.done-1]
	if e.Stored.After(r.last) {
		r.last = e.Stored
	}
	return []any{
		int64(r.head) + int64(r.done), e.Stream, int64(e.Revision), e.ID, e.Type, r.last, notNil(e.Data), notNil(e.Event.Meta),
	}, nil
}

// Err is never one: the rows are in memory.
func (r *loadedRows) Err() error { return nil }

func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
