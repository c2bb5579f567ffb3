package worklist

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// Count is how many open cases an office has in one stage, and for how long nothing has happened in them.
type Count struct {
	Office string
	Stage  string
	Cases  int
	Idle30 int       // of them, without anything new for 30 days
	Idle90 int       // for 90 days
	Oldest time.Time // since when the one that waits longest does
}

var countsSQL = `
	select office, stage, count(*) as cases, count(*) filter (where last_activity < $2::timestamptz - interval '30 days') as idle30,
		count(*) filter (where last_activity < $2::timestamptz - interval '90 days') as idle90, min(last_activity) as oldest
	from ` + table + `
	where not closed and ($1 = '' or office = $1) group by office, stage order by office, stage`

// Counts is how the work of an office is spread, by stage; of all offices when none is named.
func (w *Worklist) Counts(ctx context.Context, office string, now time.Time) ([]Count, error) {
	rows, err := w.pool.Query(ctx, countsSQL, office, now)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Count])
}
