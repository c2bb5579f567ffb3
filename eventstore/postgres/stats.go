package postgres

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/domain"
)

// Stats are the figures of a log.
type Stats struct {
	Events  int64           `json:"events"`
	Streams int64           `json:"streams"`
	Bytes   int64           `json:"bytes"` // on disk, with indexes
	Head    domain.Position `json:"head"`
	First   time.Time       `json:"first,omitzero"` // when the first event was stored
	Last    time.Time       `json:"last,omitzero"`
}

// Positions are dense, so the head counts the events; only counting streams passes over an index.
const statsSQL = `select
	coalesce((select max(position) from es.events), 0),
	(select count(*) from es.events where revision = 1),
	pg_total_relation_size('es.events') + coalesce((select sum(pg_total_relation_size(relid)) from pg_partition_tree('es.events')), 0)::bigint,
	(select recorded_at from es.events order by position limit 1),
	(select recorded_at from es.events order by position desc limit 1)`

// Stats counts.
func (l *Log) Stats(ctx context.Context) (s Stats, err error) {
	err = l.reading(ctx, func() error {
		var first, last *time.Time
		if err := l.pool.QueryRow(ctx, statsSQL).Scan(&s.Head, &s.Streams, &s.Bytes, &first, &last); err != nil {
			return err
		}
		s.Events = int64(s.Head)
		if first != nil {
			s.First, s.Last = first.UTC(), last.UTC()
		}
		return nil
	})
	return s, err
}
