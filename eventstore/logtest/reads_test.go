package logtest

import (
	"context"
	"iter"
	"slices"
	"sync"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

var brokenReads = []breakage{
	{"a read ends with its page", readAfter, rows(func(n int, _ *eventstore.Recorded) bool { return n <= 500 })},
	{"a read is stale now and then", likeTheModel, func() Instance {
		now := everySo(40)
		return rows(func(int, *eventstore.Recorded) bool { return !now() })()
	}},
	{"a read is as old as the one before", linearizable, bend(func(b *bent) {
		var mu sync.Mutex
		before := map[string][]eventstore.Recorded{}
		b.read = func(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
			now, _ := collect(b.Log.Read(ctx, stream, 0))
			mu.Lock()
			defer mu.Unlock()
			old := before[stream]
			before[stream] = now
			return func(yield func(eventstore.Recorded, error) bool) {
				for _, r := range old[min(int(after), len(old)):] {
					if !yield(r, nil) {
						return
					}
				}
			}
		}
	})},
	{"a reader is given the log's own bytes", ownBytes, func() Instance {
		var kept sync.Map
		return rows(func(_ int, r *eventstore.Recorded) bool {
			own, _ := kept.LoadOrStore(r.ID, r.Data)
			r.Data = own.([]byte)
			return true
		})()
	}},
	{"a read goes on when its caller has left", leavingReaders, bend(func(b *bent) {
		b.read = func(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
			return b.Log.Read(context.WithoutCancel(ctx), stream, after)
		}
	})},
	{"a read does not stop when told", stopsWhenTold, bend(func(b *bent) {
		b.read = func(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
			return func(yield func(eventstore.Recorded, error) bool) {
				for r, err := range b.Log.Read(ctx, stream, after) {
					yield(r, err)
				}
			}
		}
	})},
	{"an event is lost", lateCommits, func() Instance {
		now := everySo(50)
		return batches(func(_ int, b *eventstore.Batch) {
			b.Events = slices.DeleteFunc(b.Events, func(eventstore.Recorded) bool { return now() })
		})()
	}},
	{"a batch comes twice", resumedAfterKill, bend(func(b *bent) {
		b.follow = func(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
			return b.Log.Follow(ctx, after-min(after, 1))
		}
	})},
	{"an event is left out when a follower goes on", resumeAnywhere, func() Instance {
		return batches(func(n int, b *eventstore.Batch) {
			if n == 1 && len(b.Events) > 0 && b.Events[0].Revision > 1 {
				b.Events = b.Events[1:]
			}
		})()
	}},
	{"nobody is told that nothing more is at hand", batchesEnd, batches(func(_ int, b *eventstore.Batch) { b.CaughtUp = false })},
	{"Through is behind the events", batchesEnd, batches(func(_ int, b *eventstore.Batch) { b.Through = 0 })},
	{"a position beyond the head is waited for", aheadOfHead, bend(func(b *bent) {
		b.follow = func(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
			if i, err := b.Log.Info(ctx); err == nil && after > i.Head {
				after = i.Head
			}
			return b.Log.Follow(ctx, after)
		}
	})},
	{"a reader keeps the log to himself", slowConsumers, bend(func(b *bent) {
		free := make(chan struct{}, 1)
		b.read = func(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
			return func(yield func(eventstore.Recorded, error) bool) {
				select {
				case free <- struct{}{}:
					b.Log.Read(ctx, stream, after)(yield)
					<-free
				case <-ctx.Done():
					yield(eventstore.Recorded{}, ctx.Err())
				}
			}
		}
	})},
	{"calls are answered after Close", closedForAll, bend(func(b *bent) { b.close = func() error { return nil } })},
}
