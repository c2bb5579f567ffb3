package tables

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain/workflow"
)

// Hold counts one piece under each of several rules, all at once; see workflow.Shares. The rows are locked in the order
// of the counts: whoever holds the same rules names them in the same order.
func (s *Limits) Hold(ctx context.Context, counts ...workflow.Count) (giveBack func(context.Context) error, wait time.Duration, err error) {
	windows := make([]time.Time, len(counts))
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		for i, c := range counts {
			var left int
			if left, wait, windows[i], err = s.take(ctx, tx, c.Rule, c.Key); err != nil {
				return err
			}
			if left < 0 {
				return errFull // rolled back: nothing counts
			}
		}
		return nil
	})
	switch {
	case errors.Is(err, errFull):
		return nil, wait, nil
	case err != nil:
		return nil, 0, err
	}
	return func(ctx context.Context) error { return s.giveBack(ctx, counts, windows) }, 0, nil
}

var errFull = errors.New("no more may be sent")

// giveBack leaves alone what was counted anew since.
func (s *Limits) giveBack(ctx context.Context, counts []workflow.Count, windows []time.Time) error {
	var b pgx.Batch
	for i, c := range counts {
		b.Queue("update app.limits set count = count - 1 where rule = $1 and key = $2 and window_start = $3 and count > 0", c.Rule, []byte(c.Key), windows[i])
	}
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return fmt.Errorf("give back what was counted: %w", err)
	}
	return nil
}
