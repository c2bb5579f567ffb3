package reading

import (
	"context"
	"errors"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/links"
)

// Views waits until the read models have passed a position, and says since when they pass over any of some streams.
type Views interface {
	Wait(ctx context.Context, at domain.Position, names ...string) (projections.Freshness, error)
	Incomplete(ctx context.Context, streams []string, names ...string) (time.Time, error)
}

// What can be wrong with a position.
var (
	ErrPosition = &domain.Error{Kind: domain.Invalid, Code: "position_unknown", Message: "Casetrail-Wait-For takes a Casetrail-Position that this service answered."}
	ErrBehind   = &domain.Error{Kind: domain.Unavailable, Code: "view_behind", Message: "It is recorded, and is not yet in effect everywhere. Send the same request again with the same key.", RetryAfter: 2e9}
)

const (
	patience          = 2 * time.Second
	patienceForRights = 5 * time.Second
)

// Token is a position as it leaves the process. Whoever brings it back as after reads what was written there.
func (r *Reader) Token(at domain.Position) string { return projections.Token(at, r.Epoch) }

// wait lets the views pass the position that a reader brings; false when it took too long. A position of another epoch
// (before a restore) says nothing about this log and is passed over.
func (r *Reader) wait(ctx context.Context, after string, views ...string) (bool, error) {
	if after == "" {
		return true, nil
	}
	position, epoch, err := projections.ParseToken(after)
	if err != nil {
		return false, ErrPosition
	}
	if epoch != r.Epoch {
		return true, nil
	}
	return r.reach(ctx, position, patience, views...)
}

func (r *Reader) reach(ctx context.Context, position domain.Position, limit time.Duration, views ...string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	f, err := r.Views.Wait(ctx, position, views...)
	switch {
	case errors.Is(err, projections.ErrAhead):
		return false, ErrPosition
	case err != nil && ctx.Err() == nil:
		return false, err
	}
	return f.Reached, nil
}

// Linked waits for the views after a link, so that whoever reads next sees the case. When they are late, the link holds
// all the same.
func (r *Reader) Linked(ctx context.Context, at domain.Position) error {
	_, err := r.reach(ctx, at, patience, shown...)
	return err
}

// Unlinked returns without an error only when no query and no table shows the case any more: not while the view passes
// its links over.
func (r *Reader) Unlinked(ctx context.Context, receipt casefile.Receipt, at domain.Position) error {
	passed, err := r.reach(ctx, at, patienceForRights, links.Projection.Name)
	if err != nil {
		return err
	}
	parked, err := r.Views.Incomplete(ctx, []string{accessTo(receipt)}, links.Projection.Name)
	if err == nil && (!passed || !parked.IsZero()) {
		err = ErrBehind
	}
	return err
}

// fresh says whether the views show this case as it was when the reader last wrote, or later.
func (r *Reader) fresh(ctx context.Context, after string, receipt casefile.Receipt, views ...string) (bool, error) {
	reached, err := r.wait(ctx, after, views...)
	if err != nil || !reached {
		return false, err
	}
	since, err := r.Views.Incomplete(ctx, []string{accessTo(receipt), fileOf(receipt)}, shown...)
	return since.IsZero(), err
}

func accessTo(receipt casefile.Receipt) string {
	return eventstore.Stream(access.Decider.Category, string(receipt))
}

func fileOf(receipt casefile.Receipt) string {
	return eventstore.Stream(casefile.Decider.Category, string(receipt))
}
