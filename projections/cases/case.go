package cases

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections"
)

// Cases answers from the tables.
type Cases struct{ pool *pgxpool.Pool }

// New makes no query.
func New(pool *pgxpool.Pool) *Cases { return &Cases{pool} }

var caseSQL = "select view, revision, position from " + projections.Schema(Projection) + ".cases where receipt = $1"

// Case is what people read of a case, and which event the row has seen last; casefile.ErrUnknown when the table has none.
func (c *Cases) Case(ctx context.Context, receipt string) (v casefile.View, r domain.Revision, p domain.Position, err error) {
	var view []byte
	var revision, position int64
	err = c.pool.QueryRow(ctx, caseSQL, receipt).Scan(&view, &revision, &position)
	if errors.Is(err, pgx.ErrNoRows) {
		return v, 0, 0, casefile.ErrUnknown
	}
	if err == nil {
		err = json.Unmarshal(view, &v)
	}
	return v, domain.Revision(revision), domain.Position(position), err
}

var publicSQL = "select view from " + projections.Schema(Projection) + ".cases where receipt = $1 and not protected"

// Public is what may be told of a case to whoever has its number. A protected case is casefile.ErrUnknown, and takes the
// database the same look at the index as one that there is not.
func (c *Cases) Public(ctx context.Context, receipt string) (v casefile.View, err error) {
	var view []byte
	err = c.pool.QueryRow(ctx, publicSQL, receipt).Scan(&view)
	if errors.Is(err, pgx.ErrNoRows) {
		return v, casefile.ErrUnknown
	}
	if err == nil {
		err = json.Unmarshal(view, &v)
	}
	return v, err
}
