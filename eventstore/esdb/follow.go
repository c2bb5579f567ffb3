package esdb

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// linger is how long a batch waits for more that is known to be on its way.
const linger = 25 * time.Millisecond

// Follow subscribes to $all. A subscription ends with its connection, or when the server finds its reader too slow; the
// next one begins after the last event that came.
func (l *Log) Follow(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
	return func(yield func(eventstore.Batch, error) bool) {
		f := follower{log: l, after: after}
		defer f.stop()
		for first, told, caughtUp := true, after, true; ; first = false {
			b, err := f.next(ctx)
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				yield(eventstore.Batch{}, err)
				return
			}
			// A batch without events is news only at the start, when it passes what is not handed on, and when the one before
			// left open whether there is more.
			if news := first || b.Through > told || b.CaughtUp && !caughtUp; news && !yield(b, nil) {
				return
			}
			told, caughtUp = b.Through, b.CaughtUp
		}
	}
}

// follower is how far one reader of the log has come.
type follower struct {
	log   *Log
	after domain.Position
	head  domain.Position // when the subscription began
	sub   *subscription
}

// next is the next batch, however long the server is away.
func (f *follower) next(ctx context.Context) (eventstore.Batch, error) {
	for n, from := 0, f.after; ; n++ {
		b, err := f.try(ctx)
		if err == nil || !errors.Is(err, eventstore.ErrAway) || ctx.Err() != nil {
			return b, err
		}
		f.stop()
		f.log.options.Logger.Warn("following the log will be tried again", "error", err)
		if f.after > from {
			n, from = 0, f.after
		}
		if !sleep(ctx, pause(n)) {
			return b, ctx.Err()
		}
	}
}

func (f *follower) try(ctx context.Context) (b eventstore.Batch, err error) {
	if f.sub == nil {
		if f.head, err = f.log.check(ctx, f.after); err != nil {
			return b, err
		}
		f.sub = f.log.client.subscribe(ctx, f.after)
		if f.after == f.head {
			return eventstore.Batch{Through: f.after, CaughtUp: true}, nil
		}
	}
	return f.gather(ctx)
}

// check finds out whether a position is one of this log, and where its head is. A server of a cluster may not have come as
// far as the one that was asked before.
func (l *Log) check(ctx context.Context, after domain.Position) (head domain.Position, err error) {
	for n := 1; ; n++ {
		info, err := l.Info(ctx)
		switch {
		case err != nil:
			return 0, err
		case info.Epoch != l.epoch:
			return 0, fmt.Errorf("%w: the log was restored, its epoch is another", eventstore.ErrAhead)
		case after <= info.Head:
			return info.Head, nil
		case !l.clustered || n > 6 || eventstore.Beyond(after):
			return 0, fmt.Errorf("%w: %d of %d", eventstore.ErrAhead, after, info.Head)
		}
		if !sleep(ctx, pause(n)) {
			return 0, ctx.Err()
		}
	}
}

// gather waits for one event, and takes with it what is at hand and what is known to be on its way.
func (f *follower) gather(ctx context.Context) (b eventstore.Batch, err error) {
	from, caughtUp := f.after, false
	var late <-chan time.Time
	for size := 0; len(b.Events) < pageEvents && size < pageBytes && !caughtUp; {
		if f.after > from && late == nil {
			late = time.After(linger)
		}
		i, err := f.more(ctx, late)
		if errors.Is(err, errNoMore) || err != nil && f.after > from {
			break // an error that lasts comes again
		}
		if err != nil {
			return b, err
		}
		caughtUp = i.caughtUp
		size += f.take(&b, i)
	}
	if caughtUp {
		f.head = f.after // what was awaited will not come any more
	}
	b.Through, b.CaughtUp = f.after, f.caughtUp()
	return b, nil
}

// caughtUp says that nothing is at hand, and that nothing is on its way that this process knows of.
func (f *follower) caughtUp() bool {
	return len(f.sub.items) == 0 && f.after >= max(f.head, domain.Position(f.log.reached.Load()))
}

var errNoMore = errors.New("nothing more is at hand")

// more answers what comes next. Without late it waits for it; with late, only for what is on its way.
func (f *follower) more(ctx context.Context, late <-chan time.Time) (item, error) {
	if late != nil && f.caughtUp() {
		return item{}, errNoMore
	}
	select {
	case i := <-f.sub.items:
		return i, nil
	default:
	}
	select {
	case i := <-f.sub.items:
		return i, nil
	case <-f.sub.ended:
		return item{}, f.sub.fault()
	case <-late:
		return item{}, errNoMore
	case <-f.log.closing:
		return item{}, eventstore.ErrClosed
	case <-ctx.Done():
		return item{}, ctx.Err()
	}
}

// take adds what is handed on to the batch; the rest is passed.
func (f *follower) take(b *eventstore.Batch, i item) (size int) {
	if i.event == nil {
		return 0
	}
	r := recorded(i.event)
	if r.Position <= f.after {
		return 0 // again
	}
	f.after = r.Position
	if system(r.Type) || system(r.Stream) {
		return 0
	}
	b.Events = append(b.Events, r)
	return len(r.Data) + len(r.Event.Meta)
}

// stop ends the subscription, if there is one.
func (f *follower) stop() {
	if f.sub != nil {
		f.sub.cancel()
		f.sub = nil
	}
}
