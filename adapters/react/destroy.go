package react

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections/deadlines"
)

// destroy makes sure that the key of what is over is gone; that of an erased account, whatever became of the last message or
// of the reactors that should have destroyed it. While a legal hold refuses, the deadline stays.
func (s Scheduler) destroy(ctx context.Context, id string, d deadlines.Deadline, now time.Time) error {
	if now.Before(d.At) {
		return nil
	}
	of, err := uuid.Parse(id)
	if err != nil {
		return err
	}
	if err := s.Keys.Destroy(ctx, personal.Holder(of), d.Cause); err != nil {
		return err
	}
	return s.Deadlines.Met(ctx, d)
}
