package sweep

import (
	"context"
	"errors"
)

// sweepLimits deletes counters that hold nobody back, tokens of which the log has nothing to be told, and forms that nobody
// came back for.
func (s Sweeper) sweepLimits(ctx context.Context) error {
	_, err := s.Limits.Sweep(ctx)
	return errors.Join(err, s.Tokens.Sweep(ctx), s.Forms.Sweep(ctx))
}
