package tables

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres"
)

// Numbers allocates numbers that people see, without gaps: 1, 2, 3 in each series.
type Numbers struct {
	pool *pgxpool.Pool
}

// NewNumbers allocates through the pool.
func NewNumbers(pool *pgxpool.Pool) *Numbers { return &Numbers{pool} }

// Next answers the number of an act in a series: a new one at first, the same
// one ever after.
func (n *Numbers) Next(ctx context.Context, series string, act uuid.UUID) (number int64, err error) {
	number, err = given(ctx, n.pool, series, act)
	if errors.Is(err, pgx.ErrNoRows) {
		err = pgx.BeginFunc(ctx, n.pool, func(tx pgx.Tx) error {
			number, err = allocate(ctx, tx, series, act)
			return err
		})
	}
	if err != nil {
		return 0, fmt.Errorf("number in series %s: %w", series, err)
	}
	return number, nil
}

// allocate holds the row of the series until the end of the transaction. The
// look at what was given comes after that lock, for the same act twice at once.
func allocate(ctx context.Context, tx pgx.Tx, series string, act uuid.UUID) (number int64, err error) {
	if _, err := tx.Exec(ctx, "insert into app.number_series (series, last) values ($1, 0) on conflict do nothing", series); err != nil {
		return 0, err
	}
	if err := tx.QueryRow(ctx, "select last + 1 from app.number_series where series = $1 for update", series).Scan(&number); err != nil {
		return 0, err
	}
	already, err := given(ctx, tx, series, act)
	if !errors.Is(err, pgx.ErrNoRows) {
		return already, err
	}
	if _, err := tx.Exec(ctx, "insert into app.numbers (series, act, number) values ($1, $2, $3)", series, act, number); err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, "update app.number_series set last = $2 where series = $1", series, number)
	return number, err
}

func given(ctx context.Context, db postgres.Queryer, series string, act uuid.UUID) (number int64, err error) {
	err = db.QueryRow(ctx, "select number from app.numbers where series = $1 and act = $2", series, act).Scan(&number)
	return number, err
}
