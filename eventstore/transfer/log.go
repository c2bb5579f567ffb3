package transfer

import (
	"context"
	"errors"
	"iter"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Events is a log from its beginning, wherever it lies. An error is the last element.
type Events = iter.Seq2[eventstore.Recorded, error]

// Until yields what the log holds up to a position, and ends there.
func Until(ctx context.Context, log eventstore.Log, head domain.Position) Events {
	return func(yield func(eventstore.Recorded, error) bool) {
		if head == 0 {
			return
		}
		for b, err := range log.Follow(ctx, 0) {
			if err != nil {
				yield(eventstore.Recorded{}, err)
				return
			}
			for _, r := range b.Events {
				if r.Position > head || !yield(r, nil) {
					return
				}
			}
			if b.Through >= head {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(eventstore.Recorded{}, err)
			return
		}
		yield(eventstore.Recorded{}, errors.New("the log ended before its head"))
	}
}

// All yields what the log holds now.
func All(ctx context.Context, log eventstore.Log) Events {
	return func(yield func(eventstore.Recorded, error) bool) {
		info, err := log.Info(ctx)
		if err != nil {
			yield(eventstore.Recorded{}, err)
			return
		}
		Until(ctx, log, info.Head)(yield)
	}
}

// Sums runs through the events and answers what they come to.
func Sums(events Events, seen func(events int)) (Sum, error) {
	c := newChain()
	for r, err := range events {
		if err != nil {
			return c.result(), err
		}
		c.add(r)
		tell(seen, c.events)
	}
	return c.result(), nil
}
