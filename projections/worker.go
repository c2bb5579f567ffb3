package projections

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// worker brings one projection forward while this server holds the lease.
type worker struct {
	engine *Engine
	p      Projection
	lease  *lease
	epoch  uuid.UUID
	feed   *feed
	at     domain.Position // its checkpoint
}

const (
	batchSize = 500         // events that one transaction takes, if as many are at hand
	moveEvery = time.Second // how often a checkpoint moves past events that are not the projection's
)

// run returns when ctx ends, when the projection is halted, or with an error when this tenure is over.
func (w *worker) run(ctx context.Context) error {
	err := w.persist(ctx, func() error { return w.claim(ctx) })
	for err == nil && ctx.Err() == nil {
		if err = w.follow(ctx); errors.Is(err, errMoved) {
			err = nil // the checkpoint says where it is and whose
		}
	}
	var halted *halt
	switch {
	case ctx.Err() != nil:
		return nil
	case errors.As(err, &halted):
		return w.halt(ctx, halted)
	}
	return err
}

func (w *worker) follow(ctx context.Context) error {
	if err := w.persist(ctx, func() error { return w.load(ctx) }); err != nil {
		return err
	}
	for ctx.Err() == nil {
		t, err := w.alone(ctx)
		if err != nil || t == nil {
			return err
		}
		if err := w.withOthers(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// alone reads the log until the projection has caught up with the others and may read with them.
func (w *worker) alone(ctx context.Context) (*tail, error) {
	var p part
	moved := time.Now()
	for b, err := range w.engine.log.Follow(ctx, w.at) {
		if err != nil {
			return nil, incurable(err)
		}
		w.engine.stretch(b).add(&p, w.p, w.at)
		if b.CaughtUp || len(p.items) >= batchSize || time.Since(moved) > moveEvery {
			if err := w.bring(ctx, p); err != nil {
				return nil, err
			}
			p, moved = part{}, time.Now()
		}
		if b.CaughtUp {
			if t := w.feed.join(w.at); t != nil {
				return t, nil
			}
		}
	}
	return nil, nil
}

// withOthers takes what the common reader hands out, until it was let go.
func (w *worker) withOthers(ctx context.Context, t *tail) error {
	defer w.feed.leave(t)
	for {
		select {
		case <-ctx.Done():
			return nil
		case s, more := <-t.stretches:
			if !more {
				return nil
			}
			if err := w.bring(ctx, w.gather(s, t)); err != nil {
				return err
			}
		}
	}
}

// gather adds what else is at hand, so that a burst is one transaction.
func (w *worker) gather(s *stretch, t *tail) (p part) {
	for {
		s.add(&p, w.p, w.at)
		if len(p.items) >= batchSize {
			return p
		}
		select {
		case next, more := <-t.stretches:
			if !more {
				return p
			}
			s = next
		default:
			return p
		}
	}
}

// incurable is what an error of the log means for a projection.
func incurable(err error) error {
	switch {
	case errors.Is(err, eventstore.ErrAhead):
		return &halt{AheadOfLog}
	case errors.Is(err, eventstore.ErrHole):
		return &halt{LogHasHole}
	case errors.Is(err, eventstore.ErrForbidden):
		return &halt{LogForbidden}
	}
	return fmt.Errorf("the log cannot be followed: %w", err)
}
