package reading

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/caselist"
	"github.com/casetrail/casetrail/projections/deliveries"
)

// List is a page of an account's cases.
type List struct {
	Items  []caselist.Item
	Next   string // cursor of the next page; empty after the last
	Behind bool   // newer changes are still being added
}

// Mine lists the cases of an account. After is the position that the reader's last write answered, or empty.
func (r *Reader) Mine(ctx context.Context, account uuid.UUID, f caselist.Filter, after, cursor string, limit int) (list List, err error) {
	fresh, err := r.wait(ctx, after, shown...)
	if err != nil {
		return List{}, err
	}
	list.Items, list.Next, err = turn(r.Cursors, cursor, func(place string) ([]caselist.Item, string, error) {
		return r.CaseList.List(ctx, account, f, place, limit)
	}, "cases", account.String())
	if err != nil {
		return List{}, err
	}
	parked, err := r.CaseList.Parked(ctx, account)
	list.Behind = !fresh || parked
	return list, err
}

// One is a case as an account may see it, and the tier of its link; door.ErrNotHere when it may not. When the views do not
// catch up with what the reader has just done, or pass this case over, the case and the right to see it are folded from
// the log by the same functions.
func (r *Reader) One(ctx context.Context, account uuid.UUID, typed, after string) (casefile.View, string, error) {
	receipt, err := casefile.ParseReceipt(typed)
	if err != nil {
		return casefile.View{}, "", err
	}
	reached, err := r.wait(ctx, after, shown...)
	if err != nil {
		return casefile.View{}, "", err
	}
	fresh := false
	var seen caselist.Case
	if reached {
		seen, err = r.CaseList.Case(ctx, account, string(receipt))
		fresh = !seen.Parked
	}
	if err == nil && !fresh {
		seen, err = r.folded(ctx, account, string(receipt))
	}
	if err == nil && seen.Tier == "" {
		err = door.ErrNotHere
	}
	return seen.View, seen.Tier, err
}

// folded is what the views would show if they had everything.
func (r *Reader) folded(ctx context.Context, account uuid.UUID, receipt string) (c caselist.Case, err error) {
	links, err := r.Access.Load(ctx, receipt)
	if c.Tier = links.State.Links[account]; err != nil || c.Tier == "" {
		return c, err
	}
	c.View, _, err = r.Live(ctx, receipt)
	return c, err
}

// maxMessages is how many messages are shown at most, the newest.
const maxMessages = 100

// Sent is what was sent to the holder of an account, newest first.
func (r *Reader) Sent(ctx context.Context, account uuid.UUID, after string) ([]deliveries.Delivery, error) {
	if _, err := r.wait(ctx, after, deliveries.Projection.Name); err != nil {
		return nil, err
	}
	return r.Deliveries.OfRecipient(ctx, domain.Applicant, account.String(), maxMessages)
}
