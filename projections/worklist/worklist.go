// Package worklist lists the open cases for officers. It has no tables: it asks what package cases keeps. A case whose
// status leaves nothing to decide is not on the list.
package worklist

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/keyset"
)

// Worklist answers from the table of the cases.
type Worklist struct{ pool *pgxpool.Pool }

// New makes no query.
func New(pool *pgxpool.Pool) *Worklist { return &Worklist{pool} }

var table = projections.Schema(cases.Projection) + ".cases"

const columns = `receipt, form, office, stage, status_code, status_occurred as occurred, status_params, protected, party_name,
	last_activity, receipt_date as received`

// List is a page of open cases, the one that waits longest for its next action first, and the cursor of the next page;
// empty after the last.
func (w *Worklist) List(ctx context.Context, f Filter, cursor string, limit int) (page []Item, next string, err error) {
	after, err := keyset.Parse(cursor)
	if err != nil {
		return nil, "", err
	}
	sql, args := listSQL(f, after, limit)
	rows, err := w.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, "", err
	}
	items, err := pgx.CollectRows(rows, scan)
	if err != nil {
		return nil, "", err
	}
	page, next = keyset.Page(items, limit, func(i Item) keyset.Key { return keyset.Key{At: i.LastActivity, ID: i.Receipt} })
	return page, next, nil
}

func listSQL(f Filter, after *keyset.Key, limit int) (sql string, args []any) {
	where, args := f.where(after)
	return "select " + columns + " from " + table + " where " + where + " order by last_activity, receipt limit $1",
		append([]any{keyset.Limit(limit)}, args...)
}
