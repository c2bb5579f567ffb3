package postgres

import (
	"context"
	"fmt"
	"iter"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Scan yields the rows up to a position as they are in the table, holes and all: for who checks what Follow relies on.
func (l *Log) Scan(ctx context.Context, head domain.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for after, full := int64(0), true; full; {
			var events []eventstore.Recorded
			var err error
			if events, full, err = l.page(ctx, logSQL, after, pageEvents, pageBytes); err != nil {
				yield(eventstore.Recorded{}, fmt.Errorf("reading the log: %w", err))
				return
			}
			for _, r := range events {
				if r.Position > head || !yield(r, nil) {
					return
				}
				after = int64(r.Position)
			}
		}
	}
}
