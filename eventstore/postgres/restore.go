package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
)

// Identity is what es.meta holds of a log besides its epoch. A dump leaves that row out, so that no database restored from one
// is a log before its new epoch has begun.
type Identity struct {
	Store  uuid.UUID `json:"store"`
	Schema int       `json:"schema"`
}

// State is where a log stands at one moment of its database.
type State struct {
	Identity
	Epoch  uuid.UUID       `json:"epoch"`
	Head   domain.Position `json:"head"`
	Stored time.Time       `json:"stored,omitzero"` // when the last event was
}

// StateOf reads it, in whatever transaction the caller is.
func StateOf(ctx context.Context, db queryer) (s State, err error) {
	var stored *time.Time
	err = db.QueryRow(ctx, `select store, schema, epoch,
		coalesce((select max(position) from es.events), 0), (select recorded_at from es.events order by position desc limit 1)
		from es.meta`).Scan(&s.Store, &s.Schema, &s.Epoch, &s.Head, &stored)
	if errors.Is(err, pgx.ErrNoRows) {
		return s, ErrNoEpoch
	}
	if err != nil {
		return s, fmt.Errorf("reading where the log stands: %w", err)
	}
	if stored != nil {
		s.Stored = stored.UTC()
	}
	return s, nil
}

// ErrNoEpoch says that this log came out of a dump and its restore was not finished.
var ErrNoEpoch = errors.New("this log was restored from a dump, and has no epoch yet: `casetrail restore` begins one")

// Revive begins the first epoch of a log whose tables came out of a dump.
func Revive(ctx context.Context, conn *pgx.Conn, of Identity) error {
	_, err := conn.Exec(ctx, "insert into es.meta (store, schema) values ($1, $2)", of.Store, of.Schema)
	if err != nil {
		return fmt.Errorf("beginning an epoch: %w", err)
	}
	return nil
}

// NewEpoch begins another life of a log that was restored in place: no position that anybody remembers means anything in it.
func NewEpoch(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "update es.meta set epoch = gen_random_uuid()")
	if err != nil {
		return fmt.Errorf("beginning an epoch: %w", err)
	}
	return nil
}
