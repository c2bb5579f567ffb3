package caselist

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/links"
)

// Case is a case as an account may see it.
type Case struct {
	View   casefile.View
	Tier   string // access.TierStatus or access.TierFull; empty: the account sees nothing, and View is empty
	Parked bool   // the case or its links are passed over: neither View nor Tier can be relied upon
}

// caseSQL answers one row whatever there is: the right, the page, and whether both are whole are of the same moment.
var caseSQL = `
	select coalesce(l.tier, ''), c.view, exists (
		select from app.parked p where p.stream in ($1, $3) and p.consumer in ('` + projections.Schema(links.Projection) + `', '` + projections.Schema(cases.Projection) + `'))
	from (select) as one
	left join ` + projections.Schema(links.Projection) + `.links l on l.stream = $1 and l.account = $2
	left join ` + projections.Schema(cases.Projection) + `.cases c on c.stream = $3 and l.tier is not null`

// Case is everything that a page about one case needs, in one query. An account that sees a case of which the table has no
// row gets casefile.ErrUnknown.
func (l *List) Case(ctx context.Context, account uuid.UUID, receipt string) (c Case, err error) {
	var view []byte
	err = l.pool.QueryRow(ctx, caseSQL,
		eventstore.Stream(access.Decider.Category, receipt), account, eventstore.Stream(casefile.Decider.Category, receipt),
	).Scan(&c.Tier, &view, &c.Parked)
	switch {
	case err != nil:
		return Case{}, err
	case view != nil:
		return c, json.Unmarshal(view, &c.View)
	case c.Tier != "" && !c.Parked:
		return Case{}, casefile.ErrUnknown
	}
	return c, nil
}
