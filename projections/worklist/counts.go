package worklist

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// Count is how many open cases an office has in one stage.
type Count struct {
	Office string
	Stage  string
	Cases  int
	Oldest time.Time // since when the one that waits longest does
}

var countsSQL = `select office, stage, count(*) as cases, min(last_activity) as oldest from ` + table + `
	where not closed group by office, stage order by office, stage`

// Counts is how the work is spread, by office and stage.
func (w *Worklist) Counts(ctx context.Context) ([]Count, error) {
	rows, err := w.pool.Query(ctx, countsSQL)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Count])
}
