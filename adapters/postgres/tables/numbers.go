package tables

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Numbers allocates numbers that people see, without gaps: 1, 2, 3 in each series.
type Numbers struct {
	pool *pgxpool.Pool
}

// NewNumbers allocates through the pool.
func NewNumbers(pool *pgxpool.Pool) *Numbers { return &Numbers{pool} }

// allocateSQL takes the next number for an act. It is one statement, so that a
// server that is frozen in the middle of its work does not keep the series
// locked: every other server waits for that row. If the act was given a number
// meanwhile it fails, and the series does not count.
const allocateSQL = `
with next as (
	insert into app.number_series as s (series, last) values ($1, 1)
	on conflict (series) do update set last = s.last + 1
	returning last
)
insert into app.numbers (series, act, number) select $1, $2, last from next returning number`

// Next answers the number of an act in a series: a new one at first, the same
// one ever after.
func (n *Numbers) Next(ctx context.Context, series string, act uuid.UUID) (number int64, err error) {
	number, err = n.given(ctx, series, act)
	if errors.Is(err, pgx.ErrNoRows) {
		err = n.pool.QueryRow(ctx, allocateSQL, series, act).Scan(&number)
	}
	if taken(err) { // by the same act, a moment ago
		number, err = n.given(ctx, series, act)
	}
	if err != nil {
		return 0, fmt.Errorf("number in series %s: %w", series, err)
	}
	return number, nil
}

func (n *Numbers) given(ctx context.Context, series string, act uuid.UUID) (number int64, err error) {
	err = n.pool.QueryRow(ctx, "select number from app.numbers where series = $1 and act = $2", series, act).Scan(&number)
	return number, err
}

// taken says that there is such a row already.
func taken(err error) bool {
	var said *pgconn.PgError
	return errors.As(err, &said) && said.Code == "23505"
}
