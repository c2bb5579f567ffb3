package caselist

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// Count is how many of an account's cases are in one stage.
type Count struct {
	Stage  string
	Closed bool
	Cases  int
}

var countsSQL = "select c.stage, c.closed, count(*) as cases" + mineSQL + " group by c.stage, c.closed order by c.stage, c.closed"

// Counts is how many cases an account is listed, by stage.
func (l *List) Counts(ctx context.Context, account uuid.UUID) ([]Count, error) {
	rows, err := l.pool.Query(ctx, countsSQL, account)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Count])
}
