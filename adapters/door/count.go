package door

import (
	"context"

	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Count counts a request of a network, whatever it asks.
func Count(ctx context.Context, by workflow.Limits, digests workflow.Digests, network string) error {
	return Take(ctx, by, limits.Requests, digests.Limit(network))
}

// Take counts one attempt under a rule, and says how long to wait when it was too many.
func Take(ctx context.Context, by workflow.Limits, rule, key string) error {
	left, wait, err := by.Take(ctx, rule, key)
	if err == nil && left < 0 {
		err = workflow.ErrWait.After(wait)
	}
	return err
}
