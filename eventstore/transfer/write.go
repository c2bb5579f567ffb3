package transfer

import (
	"context"
	"fmt"
	"iter"

	"github.com/casetrail/casetrail/eventstore"
)

// What is written at once.
const (
	loadEvents, loadBytes = 20_000, 16 << 20
	appendEvents          = 500
)

func (c *copying) write(ctx context.Context, next *eventstore.Recorded, target eventstore.Log, info eventstore.Info) (err error) {
	write, joins := appends(target), func(run []eventstore.Recorded, size int, r eventstore.Recorded) bool {
		return r.Stream == run[0].Stream && len(run) < appendEvents && size <= info.MaxAppend
	}
	if l, ok := target.(Loader); ok {
		write, joins = loads(l, info), func(run []eventstore.Recorded, size int, _ eventstore.Recorded) bool {
			return len(run) < loadEvents && size <= loadBytes
		}
	}
	for run, err := range ahead(runs(c.rest(next), joins)) {
		if err != nil {
			return err
		}
		if err := write(ctx, run); err != nil {
			return fmt.Errorf("writing from position %d of the source on: %w", run[0].Position, err)
		}
	}
	return nil
}

// loads hands runs over as they are.
func loads(l Loader, info eventstore.Info) func(context.Context, []eventstore.Recorded) error {
	head := info.Head
	return func(ctx context.Context, run []eventstore.Recorded) (err error) {
		head, err = l.Load(ctx, head, run)
		return err
	}
}

// appends writes the events of one stream as anybody would. An append whose outcome was unknown when an earlier copy ended is
// repeated here with the same ids, and recognized.
func appends(log eventstore.Log) func(context.Context, []eventstore.Recorded) error {
	return func(ctx context.Context, run []eventstore.Recorded) error {
		events := make([]eventstore.Event, len(run))
		for i, r := range run {
			events[i] = r.Event
		}
		_, err := log.Append(ctx, run[0].Stream, run[0].Revision-1, events)
		return err
	}
}

// runs yields events in runs as long as the next one joins; size is the bytes of the run with that next one, names of types
// included: some stores count them.
func runs(events Events, joins func(run []eventstore.Recorded, size int, r eventstore.Recorded) bool) iter.Seq2[[]eventstore.Recorded, error] {
	return func(yield func([]eventstore.Recorded, error) bool) {
		var run []eventstore.Recorded
		size := 0
		for r, err := range events {
			if err != nil {
				yield(nil, err)
				return
			}
			own := len(r.Data) + len(r.Event.Meta) + 2*len(r.Type)
			size += own
			if len(run) > 0 && !joins(run, size, r) {
				if !yield(run, nil) {
					return
				}
				run, size = nil, own
			}
			run = append(run, r)
		}
		if len(run) > 0 {
			yield(run, nil)
		}
	}
}

// ahead reads the next run while the last one is being written: the store and we are both busy for long.
func ahead(runs iter.Seq2[[]eventstore.Recorded, error]) iter.Seq2[[]eventstore.Recorded, error] {
	type read struct {
		run []eventstore.Recorded
		err error
	}
	return func(yield func([]eventstore.Recorded, error) bool) {
		next, enough := make(chan read), make(chan struct{})
		go func() {
			defer close(next)
			for run, err := range runs {
				select {
				case next <- read{run, err}:
				case <-enough:
					return
				}
			}
		}()
		defer func() {
			close(enough)
			for range next { // what it reads from is not in use any longer when we return
			}
		}()
		for r := range next {
			if !yield(r.run, r.err) {
				return
			}
		}
	}
}
