package vault

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain/personal"
)

// Tombstone is what a destroyed key leaves. It holds nothing personal, so lists of them may be kept for ever: after an old
// backup of the keys was restored they say whose keys must go again.
type Tombstone struct {
	Subject     personal.Subject `json:"subject"`
	Destroyed   time.Time        `json:"destroyed"`
	Certificate uuid.UUID        `json:"certificate"` // the event that erased
}

// Tombstones are all that there are, the oldest first.
func (k *Keys) Tombstones(ctx context.Context) ([]Tombstone, error) {
	rows, err := k.pool.Query(ctx, `
		SELECT subject, destroyed_at, coalesce(certificate, '00000000-0000-0000-0000-000000000000') FROM keys.subjects
		WHERE destroyed_at IS NOT NULL ORDER BY destroyed_at, subject`)
	if err != nil {
		return nil, fmt.Errorf("listing tombstones: %w", err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Tombstone])
	if err != nil {
		return nil, fmt.Errorf("listing tombstones: %w", err)
	}
	for i := range all {
		all[i].Destroyed = all[i].Destroyed.UTC()
	}
	return all, nil
}

// Living are those of the subjects whose keys exist.
func (k *Keys) Living(ctx context.Context, subjects []personal.Subject) ([]personal.Subject, error) {
	return k.among(ctx, `SELECT subject FROM keys.subjects WHERE subject = ANY($1::uuid[]) AND destroyed_at IS NULL ORDER BY subject`, subjects)
}

// Missing are those of the subjects that never had a key here, nor a tombstone: these are not the keys of the log that names
// them.
func (k *Keys) Missing(ctx context.Context, subjects []personal.Subject) ([]personal.Subject, error) {
	return k.among(ctx, `SELECT asked FROM unnest($1::uuid[]) AS asked WHERE NOT EXISTS (SELECT FROM keys.subjects WHERE subject = asked) ORDER BY asked`, subjects)
}

func (k *Keys) among(ctx context.Context, sql string, subjects []personal.Subject) ([]personal.Subject, error) {
	rows, err := k.pool.Query(ctx, sql, texts(subjects))
	if err != nil {
		return nil, fmt.Errorf("looking keys up: %w", err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return nil, fmt.Errorf("looking keys up: %w", err)
	}
	return found, nil
}

// Since counts the keys made after a moment, and says when the newest was.
func (k *Keys) Since(ctx context.Context, moment time.Time) (made int64, newest time.Time, err error) {
	var at *time.Time
	err = k.pool.QueryRow(ctx, `SELECT count(*), max(created_at) FROM keys.subjects WHERE created_at > $1`, moment).Scan(&made, &at)
	if err != nil {
		return 0, newest, fmt.Errorf("looking for newer keys: %w", err)
	}
	if at != nil {
		newest = at.UTC()
	}
	return made, newest, nil
}
