// Package caselist lists the cases of an account. It has no tables: it joins what packages cases and links keep, so an
// account that has lost a link has lost the line with it. While the links of a case are parked nobody is listed it: a right
// that was taken away meanwhile would still be there.
package caselist

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/keyset"
	"github.com/casetrail/casetrail/projections/links"
)

// List answers from the tables.
type List struct{ pool *pgxpool.Pool }

// New makes no query.
func New(pool *pgxpool.Pool) *List { return &List{pool} }

// mineSQL is every case that account $1 is listed.
var mineSQL = `
	from ` + projections.Schema(links.Projection) + `.links l
	join ` + projections.Schema(cases.Projection) + `.cases c on c.receipt = l.receipt
	where l.account = $1 and not exists (
		select from app.parked p where p.consumer = '` + projections.Schema(links.Projection) + `' and p.stream = l.stream)`

var selectSQL = `
	select c.receipt, c.form, l.tier, c.status_code, c.status_occurred as occurred, c.status_params, c.stage, c.closed, c.office,
		c.quiet, c.last_activity, c.receipt_date as received` + mineSQL

var parkedSQL = `
	select exists (
		select from ` + projections.Schema(links.Projection) + `.links l
		join app.parked p on p.consumer in ('` + projections.Schema(links.Projection) + `', '` + projections.Schema(cases.Projection) + `')
			and p.stream in (l.stream, '` + casefile.Decider.Category + `-' || l.receipt)
		where l.account = $1)`

var oneSQL = selectSQL + ` and l.receipt = $2`

// List is a page of an account's cases, in the order of the filter, and the cursor of the next page; empty after the last.
func (l *List) List(ctx context.Context, account uuid.UUID, f Filter, cursor string, limit int) (page []Item, next string, err error) {
	after, err := keyset.Parse(cursor)
	if err != nil {
		return nil, "", err
	}
	sql, args := listSQL(account, f, after, limit)
	rows, err := l.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, "", err
	}
	items, err := pgx.CollectRows(rows, scan)
	if err != nil {
		return nil, "", err
	}
	page, next = keyset.Page(items, limit, f.key)
	return page, next, nil
}

// Parked says whether the list lacks a line, or shows an old one, until somebody repairs it.
func (l *List) Parked(ctx context.Context, account uuid.UUID) (parked bool, err error) {
	err = l.pool.QueryRow(ctx, parkedSQL, account).Scan(&parked)
	return parked, err
}

// Of is one line; casefile.ErrUnknown when the account does not see this case.
func (l *List) Of(ctx context.Context, account uuid.UUID, receipt string) (Item, error) {
	rows, err := l.pool.Query(ctx, oneSQL, account, receipt)
	if err != nil {
		return Item{}, err
	}
	item, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		return Item{}, casefile.ErrUnknown
	}
	return item, err
}
