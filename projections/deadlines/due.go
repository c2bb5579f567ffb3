package deadlines

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/projections"
)

// Deadline is one thing to be done in one stream.
type Deadline struct {
	Stream string
	What   string
	At     time.Time
	Cause  uuid.UUID // the event that set it
}

// Deadlines answers from the table.
type Deadlines struct{ pool *pgxpool.Pool }

// New makes no query.
func New(pool *pgxpool.Pool) *Deadlines { return &Deadlines{pool} }

var dueSQL = "select stream, what, at, cause from " + projections.Schema(Projection) +
	".due where at <= $1 order by at, stream limit $2"

// Due is what has fallen due by now, the oldest first. What was done stays until the projection has passed it: doing it
// again is the same act.
func (d *Deadlines) Due(ctx context.Context, now time.Time, limit int) ([]Deadline, error) {
	rows, err := d.pool.Query(ctx, dueSQL, now, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Deadline])
}
