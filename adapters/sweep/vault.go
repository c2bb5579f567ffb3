package sweep

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/projections/credentials"
)

// inert forgets rows of the vault that no event names: whoever wrote them was stopped before the event, and nobody comes back for them
// after a day.
type inert struct {
	Sweeper
	from time.Time // everything before has been looked at
}

func newInert(s Sweeper) *inert { return &inert{s, time.Time{}} }

const (
	inertAfter = 24 * time.Hour
	patience   = 5 * time.Second // with the read model
	atOnce     = 1000            // rows in one question
)

// sweep lists the rows first and asks for the head of the log then: what named a row when it was listed lies before it.
func (v *inert) sweep(ctx context.Context) error {
	until := v.Now().Add(-inertAfter)
	rows, err := v.Vault.Written(ctx, v.from, until)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(rows, atOnce) {
		if err := v.forget(ctx, some, until); err != nil {
			return err
		}
	}
	v.from = until
	return nil
}

// forget waits for the read model, but not for ever; it is the read model that says whether it is complete.
func (v *inert) forget(ctx context.Context, rows []uuid.UUID, since time.Time) error {
	head, err := v.Log.Info(ctx)
	if err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if _, err := v.Views.Wait(waiting, head.Head, credentials.Projection.Name); err != nil {
		return err
	}
	inert, err := v.Credentials.Unnamed(ctx, rows, head)
	if err != nil || len(inert) == 0 {
		return err
	}
	if err := v.Vault.ForgetInert(ctx, since, inert...); err != nil {
		return err
	}
	v.Logger.InfoContext(ctx, "forgot rows of the vault that no event names", "rows", len(inert))
	return nil
}
