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

// worker brings one shard forward while this server holds its lease, or tables that are filled to take the place of others.
type worker struct {
	engine *Engine
	shard
	owner uuid.UUID
	epoch uuid.UUID
	feed  *feed
	at    domain.Position // its checkpoint
	built bool
	crowd crowd

	progress *meter // of a build; nil: nobody waits for an end
}

const (
	batchSize = 500         // events that one transaction takes, if as many are at hand
	moveEvery = time.Second // how often a checkpoint moves past events that are not the projection's
	lookAgain = time.Second // how often a worker that is halted sees whether somebody has acted
)

// run returns when ctx ends, or with an error when this tenure is over.
func (w *worker) run(ctx context.Context) error {
	for ctx.Err() == nil {
		err := w.work(ctx)
		var halted *halt
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.As(err, &halted):
			// The lease is kept: another server would fare no better.
			if err := w.halt(ctx, halted); err != nil {
				return err
			}
			if err := w.cleared(ctx); err != nil {
				return err
			}
		case err != nil:
			return err
		}
	}
	return nil
}

// work ends with ctx, with a halt, or with an error when this tenure is over.
func (w *worker) work(ctx context.Context) error {
	err := w.persist(ctx, func() error { return w.claim(ctx) })
	for err == nil && ctx.Err() == nil {
		if err = w.follow(ctx); errors.Is(err, errMoved) {
			err = nil // the checkpoint says where it is and whose
		}
	}
	return err
}

func (w *worker) follow(ctx context.Context) error {
	if err := w.persist(ctx, func() error { return w.load(ctx) }); errors.Is(err, errNoTables) {
		return w.fill(ctx)
	} else if err != nil {
		return err
	}
	for ctx.Err() == nil {
		t, err := w.alone(ctx)
		if err != nil || t == nil {
			return err
		}
		if err := w.finish(ctx, t); err != nil {
			return err
		}
		if err := w.withOthers(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// alone reads the log until the projection has caught up with the others and may read with them.
func (w *worker) alone(ctx context.Context) (t *tail, err error) {
	err = w.catchUp(ctx, func() bool {
		t = w.feed.join(w.at)
		return t != nil
	})
	return t, err
}

// catchUp reads the log; whenever nothing more is at hand it asks whether that is enough.
func (w *worker) catchUp(ctx context.Context, enough func() bool) error {
	var p part
	moved := time.Now()
	for b, err := range w.engine.log.Follow(ctx, w.at) {
		if err != nil {
			return incurable(err)
		}
		w.engine.stretch(b).add(&p, w.shard, w.at)
		if b.CaughtUp || len(p.items) >= batchSize || time.Since(moved) > moveEvery {
			if err := w.bring(ctx, p); err != nil {
				return err
			}
			p, moved = part{}, time.Now()
		}
		if b.CaughtUp && enough() {
			return nil
		}
	}
	return nil
}

// finish notes, once, that everything is there: from now on people may be sent to a server that shows this version.
func (w *worker) finish(ctx context.Context, t *tail) error {
	if w.built {
		return nil
	}
	err := w.persist(ctx, func() error {
		_, err := w.engine.pool.Exec(ctx, `
			update app.checkpoints set built_at = clock_timestamp() where name = $1 and owner = $2 and built_at is null`,
			w.checkpoint(), w.owner)
		return err
	})
	if err != nil {
		w.feed.leave(t)
		return err
	}
	w.built = true
	return nil
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
		s.add(&p, w.shard, w.at)
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
