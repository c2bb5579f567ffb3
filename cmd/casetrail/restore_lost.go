package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/projections"
)

// head is how far a log is known to have been.
type head struct {
	Epoch    uuid.UUID       `json:"epoch"`
	Position domain.Position `json:"position"`
	At       time.Time       `json:"at,omitzero"` // zero: not known
	By       string          `json:"by"`
}

// lost is what a restored log lacks, as far as anybody can know.
type lost struct {
	After   domain.Position `json:"after"`             // the head of the restored log
	Since   time.Time       `json:"since,omitzero"`    // when its last event was stored
	Through domain.Position `json:"through,omitzero"`  // lost at least up to here; 0: nobody knows of more
	Until   time.Time       `json:"until,omitzero"`    // when it was there
	By      string          `json:"known_by,omitzero"` // who says so
	Keys    int64           `json:"keys"`              // made after Since: of people who appear in lost events
	NewKey  time.Time       `json:"newest_key,omitzero"`
}

// knownHeads reads what clients were answered as Casetrail-Position.
func knownHeads(tokens []string) (all []head, err error) {
	for _, token := range tokens {
		position, epoch, err := projections.ParseToken(token)
		if err != nil {
			return nil, misuse("--known takes what a server answered as Casetrail-Position: epoch.position")
		}
		all = append(all, head{Epoch: epoch, Position: position, By: "a client's position"})
	}
	return all, nil
}

// ofEpoch refuses positions that say nothing about the log that is restored.
func ofEpoch(known []head, epoch uuid.UUID) error {
	for _, h := range known {
		if h.Epoch != epoch {
			return misuse("--known names a position of epoch %s; what is restored was in epoch %s", h.Epoch, epoch)
		}
	}
	return nil
}

// lost compares the restored log with all that is known of the old one.
func (c *core) lost(ctx context.Context, from manifest, known []head) (lost, error) {
	l := lost{After: from.Log.Head, Since: from.Log.Stored}
	read, err := c.checkpointed(ctx, from.Log.Epoch)
	if err != nil {
		return l, err
	}
	known = slices.DeleteFunc(slices.Clone(known), func(h head) bool { return h.Epoch != from.Log.Epoch })
	for _, h := range append(known, read) {
		if h.Position > max(l.After, l.Through) {
			l.Through, l.Until, l.By = h.Position, h.At, h.By
		}
	}
	l.Keys, l.NewKey, err = c.keys.Since(ctx, l.Since)
	return l, err
}

// checkpointed is how far a read model or a reactor had come in the old epoch. Where none was in it, the log comes from before
// an epoch, or is another one altogether; then it is the newest of the others.
func (c *core) checkpointed(ctx context.Context, epoch uuid.UUID) (h head, err error) {
	err = c.pool.QueryRow(ctx, `
		select epoch, max(position), max(updated_at) from app.checkpoints where position > 0
		group by epoch order by epoch = $1 desc, max(updated_at) desc limit 1`, epoch).Scan(&h.Epoch, &h.Position, &h.At)
	if errors.Is(err, pgx.ErrNoRows) {
		return h, nil
	}
	h.At, h.By = h.At.UTC(), "a checkpoint"
	if h.Epoch != epoch {
		h.By = "a checkpoint of another epoch"
	}
	return h, err
}
