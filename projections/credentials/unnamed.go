package credentials

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
)

// ErrIncomplete means that the table may lack what the log names: it has not come as far as was asked, it belongs to the
// log before a restore, or a stream is parked.
var ErrIncomplete = errors.New("the read model of credentials is not complete")

// Credentials answers from the table.
type Credentials struct{ pool *pgxpool.Pool }

// New makes no query.
func New(pool *pgxpool.Pool) *Credentials { return &Credentials{pool} }

// unnamedSQL is one statement, so that it sees the rows as they were where the checkpoint stood.
var unnamedSQL = `
select exists (
           select from app.checkpoints c
            where c.name = '` + projections.Schema(Projection) + `' and c.epoch = $2 and c.position >= $3
              and not exists (select from app.parked p where p.consumer = c.name)),
       array(
           select row.id::text from unnest($1::uuid[]) as row (id)
            where not exists (select from ` + projections.Schema(Projection) + `.credentials c where c.credential = row.id))`

// Unnamed answers those of the rows that no event up to the head of the log names. Unless it is sure, it answers
// ErrIncomplete.
func (c *Credentials) Unnamed(ctx context.Context, rows []uuid.UUID, log eventstore.Info) ([]uuid.UUID, error) {
	var complete bool
	var found []string
	err := c.pool.QueryRow(ctx, unnamedSQL, texts(rows), log.Epoch, int64(log.Head)).Scan(&complete, &found)
	switch {
	case err != nil:
		return nil, fmt.Errorf("looking for credentials that no event names: %w", err)
	case !complete:
		return nil, ErrIncomplete
	}
	unnamed := make([]uuid.UUID, len(found))
	for i, id := range found {
		if unnamed[i], err = uuid.Parse(id); err != nil {
			return nil, err
		}
	}
	return unnamed, nil
}

// texts are ids as an array that pgx also encodes when a pooler forbids it to ask the server for types.
func texts(ids []uuid.UUID) []string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return texts
}
