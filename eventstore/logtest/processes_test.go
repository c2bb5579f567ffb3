package logtest

import (
	"context"
	"io"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// deaf loses acknowledgements, and gets them wrong in one way.
func deaf(unheard func(b *bent, a eventstore.Appended, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error)) func() Instance {
	return func() Instance {
		var toLose, lost atomic.Int64
		on := bend(func(b *bent) {
			b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
				a, err := b.Log.Append(ctx, stream, after, e)
				for err == nil && toLose.Add(-1) >= 0 {
					lost.Add(1)
					a, err = unheard(b, a, stream, after, e)
				}
				return a, err
			}
		})()
		on.LoseAnswers = func(n int) func() int {
			before := lost.Load()
			toLose.Store(int64(n))
			return func() int { return int(lost.Load() - before) }
		}
		return on
	}
}

var brokenProcesses = []breakage{
	{"an append that nobody heard of is written again", lostAnswers, deaf(func(b *bent, a eventstore.Appended, stream string, _ domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
		return b.Log.Append(context.Background(), stream, a.Revision, e)
	})},
	{"an append that nobody heard of is in its own way", oneWriterWinsUnheard, deaf(func(_ *bent, a eventstore.Appended, stream string, after domain.Revision, _ []eventstore.Event) (eventstore.Appended, error) {
		return eventstore.Appended{}, &eventstore.ConflictError{Stream: stream, Want: after, Have: a.Revision}
	})},
	{"what is committed late is skipped", lateCommits, func() Instance {
		var uncommitted sync.Map
		on := batches(func(_ int, b *eventstore.Batch) {
			b.Events = slices.DeleteFunc(b.Events, func(r eventstore.Recorded) bool {
				_, hidden := uncommitted.Load(r.ID)
				return hidden
			})
		})()
		on.Slow = func(testing.TB) eventstore.Log {
			slow := *on.Log.(*bent)
			slow.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
				for _, e := range e {
					uncommitted.Store(e.ID, true)
					defer uncommitted.Delete(e.ID)
				}
				defer time.Sleep(time.Millisecond)
				return slow.Log.Append(ctx, stream, after, e)
			}
			return &slow
		}
		return on
	}},
	{"a broken connection is the caller's trouble", brokenConnections, func() Instance {
		var cut atomic.Bool
		on := bend(func(b *bent) {
			b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
				if cut.CompareAndSwap(true, false) {
					return eventstore.Appended{}, io.ErrUnexpectedEOF
				}
				time.Sleep(time.Millisecond)
				return b.Log.Append(ctx, stream, after, e)
			}
		})()
		on.Cut = func() { cut.Store(true) }
		return on
	}},
	{"a silent store holds up its callers", silence, func() Instance {
		spoken := make(chan struct{})
		close(spoken)
		on := bend(func(b *bent) {
			listen := func(ctx context.Context) {
				select {
				case <-spoken:
				case <-ctx.Done():
				}
			}
			b.info = func(ctx context.Context) (eventstore.Info, error) {
				<-spoken
				return b.Log.Info(ctx)
			}
			b.read = func(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
				listen(ctx)
				return b.Log.Read(ctx, stream, after)
			}
			b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
				listen(ctx)
				return b.Log.Append(ctx, stream, after, e)
			}
			b.follow = func(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
				listen(ctx)
				return b.Log.Follow(ctx, after)
			}
		})()
		on.Silence = func() func() {
			spoken = make(chan struct{})
			return func() { close(spoken) }
		}
		return on
	}},
	{"Close drops what was acknowledged", closedUnderLoad, func() Instance {
		closed, once := make(chan struct{}), sync.Once{}
		on := bend(func(b *bent) {
			b.close = func() error { once.Do(func() { close(closed) }); return nil }
			b.read = b.untilClosed(closed)
			b.follow = b.followUntilClosed(closed)
			b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
				if isClosed(closed) {
					return eventstore.Appended{}, eventstore.ErrClosed
				}
				time.Sleep(20 * time.Millisecond) // in the queue: some always are
				if isClosed(closed) {
					return eventstore.Appended{Revision: after + domain.Revision(len(e)), Position: 1}, nil
				}
				return b.Log.Append(ctx, stream, after, e)
			}
		})()
		on.Another = func(testing.TB) eventstore.Log { return on.Log.(*bent).Log }
		return on
	}},
}

func (b *bent) untilClosed(closed <-chan struct{}) func(context.Context, string, domain.Revision) iter.Seq2[eventstore.Recorded, error] {
	return func(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
		if isClosed(closed) {
			return func(yield func(eventstore.Recorded, error) bool) { yield(eventstore.Recorded{}, eventstore.ErrClosed) }
		}
		return b.Log.Read(ctx, stream, after)
	}
}

func (b *bent) followUntilClosed(closed <-chan struct{}) func(context.Context, domain.Position) iter.Seq2[eventstore.Batch, error] {
	return func(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
		return func(yield func(eventstore.Batch, error) bool) {
			inner, stop := context.WithCancel(ctx)
			defer stop()
			go func() {
				<-closed
				stop()
			}()
			for batch, err := range b.Log.Follow(inner, after) {
				if !yield(batch, err) {
					return
				}
			}
			yield(eventstore.Batch{}, eventstore.ErrClosed)
		}
	}
}
