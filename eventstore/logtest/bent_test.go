package logtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// bent is a log in memory of which some calls go wrong.
type bent struct {
	eventstore.Log
	info   func(context.Context) (eventstore.Info, error)
	read   func(context.Context, string, domain.Revision) iter.Seq2[eventstore.Recorded, error]
	append func(context.Context, string, domain.Revision, []eventstore.Event) (eventstore.Appended, error)
	follow func(context.Context, domain.Position) iter.Seq2[eventstore.Batch, error]
	close  func() error
}

// bend makes one, bent in one way.
func bend(how func(b *bent)) func() Instance {
	return func() Instance {
		log := eventstore.NewMemory()
		b := &bent{Log: log, info: log.Info, read: log.Read, append: log.Append, follow: log.Follow, close: log.Close}
		how(b)
		return Instance{Log: b}
	}
}

func (b *bent) Info(ctx context.Context) (eventstore.Info, error) { return b.info(ctx) }

func (b *bent) Read(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
	return b.read(ctx, stream, after)
}

func (b *bent) Append(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
	return b.append(ctx, stream, after, e)
}

func (b *bent) Follow(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
	return b.follow(ctx, after)
}

func (b *bent) Close() error { return b.close() }

// conflicting goes wrong where the log answers a conflict.
func conflicting(wrong func(b *bent, c *eventstore.ConflictError, e []eventstore.Event) (eventstore.Appended, error)) func() Instance {
	return bend(func(b *bent) {
		b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
			a, err := b.Log.Append(ctx, stream, after, e)
			if c := (*eventstore.ConflictError)(nil); errors.As(err, &c) {
				return wrong(b, c, e)
			}
			return a, err
		}
	})
}

// repeating goes wrong where the log answers a repeat, seen by ids that it answered before.
func repeating(wrong func(b *bent, a eventstore.Appended, stream string, e []eventstore.Event) (eventstore.Appended, error)) func() Instance {
	return bend(func(b *bent) {
		var answered sync.Map
		b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
			a, err := b.Log.Append(ctx, stream, after, e)
			if _, before := answered.LoadOrStore(fmt.Sprint(stream, e[len(e)-1].ID), true); before && err == nil {
				return wrong(b, a, stream, e)
			}
			return a, err
		}
	})
}

// batches goes wrong in what a follower is given.
func batches(wrong func(n int, b *eventstore.Batch)) func() Instance {
	return bend(func(b *bent) {
		b.follow = func(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
			return func(yield func(eventstore.Batch, error) bool) {
				n := 0
				for batch, err := range b.Log.Follow(ctx, after) {
					if n++; err == nil {
						wrong(n, &batch)
					}
					if !yield(batch, err) {
						return
					}
				}
			}
		}
	})
}

// rows goes wrong in what a reader is given; false ends the reading.
func rows(wrong func(n int, r *eventstore.Recorded) bool) func() Instance {
	return bend(func(b *bent) {
		b.read = func(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
			return func(yield func(eventstore.Recorded, error) bool) {
				n := 0
				for r, err := range b.Log.Read(ctx, stream, after) {
					if n++; err == nil && !wrong(n, &r) || !yield(r, err) {
						return
					}
				}
			}
		}
	})
}

// everySo is true now and then.
func everySo(often int64) func() bool {
	var n atomic.Int64
	return func() bool { return n.Add(1)%often == 0 }
}
