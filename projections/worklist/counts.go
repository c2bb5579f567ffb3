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

// countsSQL is answered from the index by office and stage alone; its days are worked out before, not for each row.
func countsSQL(office string, now time.Time) (sql string, args []any) {
	where, args := "not closed", []any{now.AddDate(0, 0, -30), now.AddDate(0, 0, -90)}
	if office != "" {
		where, args = where+" and office = $3", append(args, office)
	}
	return `select office, stage, count(*) as cases, count(*) filter (where last_activity < $1) as idle30,
		count(*) filter (where last_activity < $2) as idle90, min(last_activity) as oldest
	from ` + table + ` where ` + where + ` group by office, stage order by office, stage`, args
}

// Counts is how the work of an office is spread, by stage; of all offices when none is named.
func (w *Worklist) Counts(ctx context.Context, office string, now time.Time) ([]Count, error) {
	sql, args := countsSQL(office, now)
	rows, err := w.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Count])
}
