package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Follow reads on whenever the bell rings or the poll is due. Positions are dense and in commit order: an event that commits
// late cannot stand before one that was read, and a missing one is ErrHole.
func (l *Log) Follow(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
	return func(yield func(eventstore.Batch, error) bool) {
		l.startListening()
		f := follower{log: l, after: after, doubt: true}
		for first, caughtUp := true, true; ; first = false {
			rung := l.bell.next()
			b, err := f.next(ctx)
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				yield(eventstore.Batch{}, err)
				return
			}
			// A batch without events is news only at the start, and when the one before left open whether there is more.
			if (first || len(b.Events) > 0 || !caughtUp) && !yield(b, nil) {
				return
			}
			caughtUp = b.CaughtUp
			if caughtUp && !l.wait(ctx, rung) {
				return
			}
		}
	}
}

// wait ends when there may be more; false: the context ended.
func (l *Log) wait(ctx context.Context, rung <-chan struct{}) bool {
	poll := time.NewTimer(l.options.Poll)
	defer poll.Stop()
	select {
	case <-rung:
	case <-poll.C:
	case <-l.closing: // the next read says so
	case <-ctx.Done():
		return false
	}
	return true
}

// follower is how far one reader of the log has come.
type follower struct {
	log   *Log
	after domain.Position
	doubt bool // whether the log is still the one that was followed: at the start, and after trouble
}

// next is the next batch, however long the database is away.
func (f *follower) next(ctx context.Context) (b eventstore.Batch, err error) {
	for n := 0; ; n++ {
		if b, err = f.try(ctx); err == nil || !errors.Is(err, eventstore.ErrAway) {
			return b, err
		}
		f.doubt = true
		f.log.options.Logger.Warn("following the log will be tried again", "error", err)
		if !sleep(ctx, pause(n+1)) {
			return b, ctx.Err()
		}
	}
}

func (f *follower) try(ctx context.Context) (b eventstore.Batch, err error) {
	if f.doubt {
		if err := f.check(ctx); err != nil {
			return b, err
		}
		f.doubt = false
	}
	events, full, err := f.log.page(ctx, logSQL, int64(f.after), pageEvents, pageBytes)
	if err != nil {
		return b, err
	}
	for i, r := range events {
		if want := f.after + domain.Position(i) + 1; r.Position != want {
			return b, fmt.Errorf("%w: %d, found %d instead", eventstore.ErrHole, want, r.Position)
		}
	}
	f.after += domain.Position(len(events))
	return eventstore.Batch{Events: events, Through: f.after, CaughtUp: !full}, nil
}

// check finds out whether the position is one of this log.
func (f *follower) check(ctx context.Context) error {
	info, err := f.log.Info(ctx)
	switch {
	case err != nil:
		return err
	case info.Epoch != f.log.epoch:
		return fmt.Errorf("%w: the log was restored, its epoch is another", eventstore.ErrAhead)
	case f.after > info.Head:
		return fmt.Errorf("%w: %d of %d", eventstore.ErrAhead, f.after, info.Head)
	}
	return nil
}
