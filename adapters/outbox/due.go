package outbox

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/projections/deliveries"
)

// Due lists deliveries of a channel that were requested, are not done, and may be tried now; the one that waits longest
// first. It may lag behind: the worker looks at the delivery's stream before it does anything.
type Due interface {
	Due(ctx context.Context, channel string, now time.Time, limit int) ([]deliveries.Delivery, error)
}
