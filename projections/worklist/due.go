package worklist

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

// Due is an open case whose status waits for an answer until a day.
type Due struct {
	Item
	Day civil.Date
}

// dueSQL names the offices even when all are meant: the index by office and stage begins with the office.
var dueSQL = `select ` + columns + ` from ` + table + `
	where not closed and office = any($1) and stage in ('evidence', 'intent') and status_params->>'due' <= $2
	order by status_params->>'due', receipt limit $3`

// Due is what falls due at an office until a day, or is overdue, oldest first; at every office when none is named.
func (w *Worklist) Due(ctx context.Context, office string, until civil.Date, limit int) ([]Due, error) {
	offices := []string{office}
	if office == "" {
		offices = nil
		for _, o := range casefile.Offices {
			offices = append(offices, o.Code)
		}
	}
	rows, err := w.pool.Query(ctx, dueSQL, offices, until.String(), limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Due, error) {
		i, err := scan(row)
		day, _ := civil.Parse(i.StatusParams["due"])
		return Due{i, day}, err
	})
}
