package sweep

import (
	"context"
	"errors"
)

// sweepLimits deletes counters that hold nobody back, and tokens of which the log has nothing to be told.
func (s Sweeper) sweepLimits(ctx context.Context) error {
	_, err := s.Limits.Sweep(ctx)
	return errors.Join(err, s.Tokens.Sweep(ctx))
}
