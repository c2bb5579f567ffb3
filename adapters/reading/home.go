package reading

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/projections/caselist"
	"github.com/casetrail/casetrail/projections/deliveries"
)

// Home is what an account needs to know first.
type Home struct {
	Asks     []caselist.Asked // what falls due first comes first
	Counts   []caselist.Count
	Recent   List                  // the newest activity
	Troubles []deliveries.Delivery // what has not reached the holder in the last weeks, newest first
}

const (
	recentCases    = 5
	recentTroubles = 3
	troubleLasts   = 14 * 24 * time.Hour // nobody mends an address because of an older one
)

// Home answers the first page of an account.
func (r *Reader) Home(ctx context.Context, account uuid.UUID, after string, now time.Time) (h Home, err error) {
	if h.Recent, err = r.Mine(ctx, account, caselist.Filter{}, after, "", recentCases); err != nil {
		return Home{}, err
	}
	if h.Asks, err = r.CaseList.Asks(ctx, account, now); err != nil {
		return Home{}, err
	}
	if h.Counts, err = r.CaseList.Counts(ctx, account); err != nil {
		return Home{}, err
	}
	h.Troubles, err = r.Deliveries.TroublesOf(ctx, domain.Applicant, account.String(), now.Add(-troubleLasts), recentTroubles)
	return h, err
}
