package main

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/projections"
)

// head is how far a log is known to have been.
type head struct {
	epoch    uuid.UUID
	position domain.Position
	at       time.Time // zero: not known
	by       string
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
		all = append(all, head{epoch: epoch, position: position, by: "a client's position"})
	}
	return all, nil
}

// ofEpoch refuses positions that say nothing about the log that is restored.
func ofEpoch(known []head, epoch uuid.UUID) error {
	for _, h := range known {
		if h.epoch != epoch {
			return misuse("--known names a position of epoch %s; what is restored was in epoch %s", h.epoch, epoch)
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
	for _, h := range append(known, read) {
		if h.epoch == from.Log.Epoch && h.position > max(l.After, l.Through) {
			l.Through, l.Until, l.By = h.position, h.at, h.by
		}
	}
	l.Keys, l.NewKey, err = c.keys.Since(ctx, l.Since)
	return l, err
}

// checkpointed is how far a read model or a reactor had come in the old epoch.
func (c *core) checkpointed(ctx context.Context, epoch uuid.UUID) (head, error) {
	h := head{epoch: epoch, by: "a checkpoint"}
	var at *time.Time
	err := c.pool.QueryRow(ctx, `
		select coalesce(max(position), 0), max(updated_at) from app.checkpoints where epoch = $1`, epoch).Scan(&h.position, &at)
	if at != nil {
		h.at = at.UTC()
	}
	return h, err
}
