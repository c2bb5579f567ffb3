package vault

import (
	"context"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/casetrail/casetrail/domain"
)

// ErrCrowded answers when passwords were waiting to be checked for too long. It is given to everybody alike.
var ErrCrowded = &domain.Error{
	Kind: domain.Unavailable, Code: "too_many_sign_ins",
	Message:    "Many people are signing in right now. Try again in a few seconds.",
	RetryAfter: 5 * time.Second,
}

// gate lets a few hash at once, so that a flood of sign-ins costs time and not the machine's memory.
type gate struct {
	slots *semaphore.Weighted
	wait  time.Duration
}

func newGate(slots int, wait time.Duration) *gate {
	return &gate{semaphore.NewWeighted(int64(slots)), wait}
}

// pass runs the work when there is room, ErrCrowded when there is none in time.
func (g *gate) pass(ctx context.Context, work func() error) error {
	queue, cancel := context.WithTimeout(ctx, g.wait)
	defer cancel()
	if err := g.slots.Acquire(queue, 1); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return ErrCrowded
	}
	defer g.slots.Release(1)
	return work()
}
