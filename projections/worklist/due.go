package worklist

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain/civil"
)

// Due is an open case whose status waits for an answer until a day.
type Due struct {
	Item
	Day civil.Date
}

// dueSQL reads the index of days in its order, until there are enough.
func dueSQL(office string, until civil.Date, limit int) (sql string, args []any) {
	where, args := "not closed and stage in ('evidence', 'intent') and status_params->>'due' <= $2", []any{limit, until.String()}
	if office != "" {
		where, args = where+" and office = $3", append(args, office)
	}
	return "select " + columns + " from " + table + " where " + where + " order by status_params->>'due', receipt limit $1", args
}

// Due is what falls due at an office until a day, or is overdue, oldest first; at every office when none is named.
func (w *Worklist) Due(ctx context.Context, office string, until civil.Date, limit int) ([]Due, error) {
	sql, args := dueSQL(office, until, limit)
	rows, err := w.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Due, error) {
		i, err := scan(row)
		day, _ := civil.Parse(i.StatusParams["due"])
		return Due{i, day}, err
	})
}
