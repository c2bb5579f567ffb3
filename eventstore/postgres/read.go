package postgres

import (
	"context"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// What one query answers at most; a page holds at least one event, whatever its size.
const (
	pageEvents = 500
	pageBytes  = 4 << 20
)

// Both pages stop at the first event that would make them too large, without reading it.
const (
	columnsOf = "position, stream, revision, event_id, type, recorded_at, data, meta"
	sized     = "sum(octet_length(data) + octet_length(meta)) over (order by "
	streamSQL = "select " + columnsOf + " from (select *, " + sized + `revision) - octet_length(data) - octet_length(meta) as before
		from es.events where stream = $1 and revision > $2 order by revision limit $3) page where before < $4 order by revision`
	logSQL = "select " + columnsOf + " from (select *, " + sized + `position) - octet_length(data) - octet_length(meta) as before
		from es.events where position > $1 order by position limit $2) page where before < $3 order by position`
)

// Read yields the stream page by page; no connection is held while the caller works.
func (l *Log) Read(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		if eventstore.CheckName(stream) != nil || eventstore.Beyond(after) {
			if err := l.usable(ctx); err != nil {
				yield(eventstore.Recorded{}, err)
			}
			return // nothing can be there
		}
		for {
			events, full, err := l.page(ctx, streamSQL, stream, int64(after), pageEvents, pageBytes)
			if err != nil {
				yield(eventstore.Recorded{}, fmt.Errorf("reading a stream: %w", err))
				return
			}
			for _, r := range events {
				if err := ctx.Err(); err != nil {
					yield(eventstore.Recorded{}, err)
					return
				}
				if !yield(r, nil) {
					return
				}
				after = r.Revision
			}
			if !full {
				return
			}
		}
	}
}

// page reads one page; full: there may be more.
func (l *Log) page(ctx context.Context, sql string, args ...any) (events []eventstore.Recorded, full bool, err error) {
	err = l.reading(ctx, func() error {
		rows, err := l.pool.Query(ctx, sql, args...)
		if err != nil {
			return err
		}
		events, err = pgx.CollectRows(rows, scan)
		return err
	})
	size := 0
	for _, r := range events {
		size += len(r.Data) + len(r.Event.Meta)
	}
	return events, len(events) == pageEvents || size >= pageBytes, err
}

func scan(row pgx.CollectableRow) (r eventstore.Recorded, err error) {
	err = row.Scan(&r.Position, &r.Stream, &r.Revision, &r.ID, &r.Type, &r.Stored, &r.Data, &r.Event.Meta)
	r.Stored = r.Stored.UTC()
	return r, err
}

// readings is how often a read is tried: a server that restarted leaves broken connections in the pool.
const readings = 4

// reading repeats a read that a broken connection ended, a few times; then ErrAway.
func (l *Log) reading(ctx context.Context, read func() error) (err error) {
	for n := range readings {
		if err := l.usable(ctx); err != nil {
			return err
		}
		if err = read(); err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch faultOf(err) {
		case forbidden:
			return fmt.Errorf("%w: %w", eventstore.ErrForbidden, err)
		case refusing:
			return err
		}
		if n+1 < readings && !sleep(ctx, pause(n)) {
			return ctx.Err()
		}
	}
	return fmt.Errorf("%w: %w", eventstore.ErrAway, err)
}

func (l *Log) usable(ctx context.Context) error {
	if l.closed() {
		return eventstore.ErrClosed
	}
	return ctx.Err()
}
