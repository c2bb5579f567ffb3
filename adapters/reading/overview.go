package reading

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/worklist"
)

// Overview is how the work of an office stands; of all offices when none is named.
type Overview struct {
	Counts []worklist.Count
	Due    []worklist.Due // within a week, or overdue, oldest first
	Behind bool           // newer changes are still being added
}

const (
	dueDays = 7
	dueMost = 20
)

// Overview answers the first page of an officer.
func (r *Reader) Overview(ctx context.Context, office, after string, now time.Time) (o Overview, err error) {
	fresh, err := r.wait(ctx, after, cases.Projection.Name)
	if err != nil {
		return Overview{}, err
	}
	o.Behind = !fresh
	if o.Counts, err = r.Worklist.Counts(ctx, office, now); err != nil {
		return Overview{}, err
	}
	o.Due, err = r.Worklist.Due(ctx, office, civil.Of(now).AddDays(dueDays), dueMost)
	return o, err
}
