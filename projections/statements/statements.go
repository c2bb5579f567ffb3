// Package statements is for read models in which every event becomes a few SQL statements. Those of a batch travel to the
// database together.
package statements

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// Apply makes a projection's Apply of a function that queues what one fact writes.
func Apply(write func(*pgx.Batch, domain.Fact) error) func(context.Context, pgx.Tx, []domain.Fact) error {
	return func(ctx context.Context, tx pgx.Tx, facts []domain.Fact) error {
		var b pgx.Batch
		for _, f := range facts {
			if err := write(&b, f); err != nil {
				return err
			}
		}
		return Send(ctx, tx, &b)
	}
}

// Send runs what was queued, in order.
func Send(ctx context.Context, tx pgx.Tx, b *pgx.Batch) error {
	if b.Len() == 0 {
		return nil
	}
	return tx.SendBatch(ctx, b).Close()
}

// Types are the stored names of events.
func Types(events ...domain.Event) []string {
	names := make([]string, len(events))
	for i, e := range events {
		names[i] = e.EventType()
	}
	return names
}

// ErrSealed means that a read model holds personal data without having declared the column: nobody opened its facts.
var ErrSealed = errors.New("a personal value was not opened")

// Clear is what a column of personal data holds: the text, or NULL when it was not given or was erased.
func Clear(t personal.Text) (*string, error) {
	text, state := t.Value()
	switch {
	case t.IsZero() || state == personal.Erased:
		return nil, nil
	case state != personal.Clear:
		return nil, ErrSealed
	}
	return &text, nil
}
