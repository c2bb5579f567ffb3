package reading

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/links"
)

// Disputes is a page of the uses of access codes that their holders say were not theirs.
type Disputes struct {
	Items  []links.Dispute
	Next   string // cursor of the next page; empty after the last
	Behind bool   // newer changes are still being added
}

// Disputes lists those that are open, the one that waits longest first.
func (r *Reader) Disputes(ctx context.Context, after, cursor string, limit int) (list Disputes, err error) {
	fresh, err := r.wait(ctx, after, links.Projection.Name)
	if err != nil {
		return Disputes{}, err
	}
	list.Items, list.Next, err = turn(r.Cursors, cursor, func(place string) ([]links.Dispute, string, error) {
		return r.Links.Disputes(ctx, place, limit)
	}, "disputes")
	list.Behind = !fresh
	return list, err
}

// DisputesOf is what was said against the use of one code of a case, the newest first: never nothing. access.ErrNoDispute
// when nobody said anything.
func (r *Reader) DisputesOf(ctx context.Context, receipt casefile.Receipt, code uuid.UUID, after string) (all []links.Dispute, behind bool, err error) {
	fresh, err := r.fresh(ctx, after, receipt, links.Projection.Name)
	if err != nil {
		return nil, false, err
	}
	all, err = r.Links.DisputesOf(ctx, string(receipt), code)
	return all, !fresh, err
}
