package feed

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// run hands out what happens until ctx ends or an error that is not this consumer's alone. A landslide halts this consumer
// and nobody else, until somebody lifts the halt.
func (s *subscription) run(ctx context.Context, source *shared) error {
	for ctx.Err() == nil {
		err := s.stretch(ctx, source)
		if !errors.Is(err, errLandslide) {
			return err
		}
		if err := s.halt(ctx); err != nil {
			return err
		}
	}
	return nil
}

// stretch works from the checkpoint on until ctx ends or something fails.
func (s *subscription) stretch(parent context.Context, source *shared) error {
	ctx, stop := context.WithCancelCause(parent)
	defer stop(nil)
	after := s.progress.reset()
	if err := s.begin(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	var running sync.WaitGroup
	lanes := s.lanes(ctx, &running, stop)
	err := s.read(ctx, source, after, lanes)
	for _, lane := range lanes {
		close(lane)
	}
	running.Wait()
	switch {
	case parent.Err() != nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return err
}

// lanes run until they are closed and empty; once ctx has ended what is left in them stays below the checkpoint.
func (s *subscription) lanes(ctx context.Context, running *sync.WaitGroup, stop context.CancelCauseFunc) []chan job {
	lanes := make([]chan job, s.feed.pace.Lanes)
	for i := range lanes {
		lanes[i] = make(chan job, s.feed.pace.Queue)
		running.Go(func() {
			for j := range lanes[i] {
				if ctx.Err() != nil {
					continue
				}
				if err := s.deliver(ctx, j); err != nil {
					stop(err)
				}
			}
		})
	}
	return lanes
}

// read fills the lanes. A full lane holds it up: that bounds the memory.
func (s *subscription) read(ctx context.Context, source *shared, after domain.Position, lanes []chan job) error {
	before := after
	for batch, err := range source.follow(ctx, after) {
		if err != nil {
			return fmt.Errorf("following the log: %w", err)
		}
		for _, r := range batch.Events {
			s.offer(ctx, before, r, lanes)
			before = r.Position
		}
		if ctx.Err() != nil {
			return nil // what was not offered must not count as passed
		}
		s.progress.passed(batch.Through)
		before = max(before, batch.Through)
	}
	return nil
}

// offer puts an event into its stream's lane, unless it is none of this consumer's business or answered already.
func (s *subscription) offer(ctx context.Context, before domain.Position, r eventstore.Recorded, lanes []chan job) {
	if seen, wanted := s.seen[r.Type]; !wanted || r.Position <= seen {
		return
	}
	j := job{event: r, mark: s.progress.begin(before)}
	select {
	case lanes[laneOf(r.Stream, len(lanes))] <- j:
	case <-ctx.Done():
	}
}
