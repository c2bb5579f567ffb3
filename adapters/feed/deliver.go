package feed

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/eventstore"
)

// deliver hands one event out until it is acknowledged, or parks its stream. It answers an error when it could do neither:
// errLandslide when the stream is hardly to blame. Then, and at a stop, the event stays below the checkpoint.
func (s *subscription) deliver(ctx context.Context, j job) error {
	switch skip, err := s.skips(ctx, j.event); {
	case err != nil:
		return err
	case skip:
		s.progress.finish(j.mark)
		return nil
	}
	var met trial
	wait := s.feed.pace.Again
	for ctx.Err() == nil {
		reason, acked := s.handOut(ctx, j.event)
		if acked {
			s.progress.finish(j.mark)
			return nil
		}
		if met.lost(reason, s.feed.pace, time.Now()) {
			return s.park(ctx, j, reason)
		}
		pause(ctx, wait)
		wait = min(2*wait, s.feed.pace.Most)
	}
	return nil
}

// handOut sends the message and waits for its answer.
func (s *subscription) handOut(ctx context.Context, r eventstore.Recorded) (reason string, acked bool) {
	m := Message(r)
	own, cancel := context.WithCancel(ctx)
	defer cancel()
	m.SetContext(own)
	select {
	case s.out <- m:
	case <-ctx.Done():
		return faultPassing, false
	}
	select {
	case <-m.Acked():
		return "", true
	case <-m.Nacked():
	case <-ctx.Done():
		return faultPassing, false
	}
	if ctx.Err() != nil {
		return faultPassing, false
	}
	if reason = m.Metadata.Get(metaFault); reason == "" {
		reason = faultError
	}
	return reason, false
}

// skips says whether an event is passed over because its stream is parked. What this term believes is not enough: the
// stream may have been taken up again meanwhile, by anybody. The ledger is asked only about streams that were parked.
func (s *subscription) skips(ctx context.Context, r eventstore.Recorded) (skip bool, err error) {
	if !s.isParked(r.Stream) {
		return false, nil
	}
	err = s.persist(ctx, func() (err error) {
		skip, err = s.feed.ledger.Skip(ctx, s.consumer.Name, r)
		return err
	})
	if err == nil && ctx.Err() == nil && !skip {
		s.setParked(r.Stream, false)
	}
	return skip, err
}

// persist tries again what failed for a reason that passes, until it is done or ctx ends.
func (s *subscription) persist(ctx context.Context, do func() error) error {
	for {
		err := do()
		switch {
		case err == nil, ctx.Err() != nil:
			return nil
		case !Passing(err):
			return err
		}
		pause(ctx, s.feed.pace.Most)
	}
}

const parkLasts = 2 * time.Second

// park writes the stream down as put aside, then goes on as if it were done; unless so many were of late that it is hardly
// they who are wrong.
func (s *subscription) park(ctx context.Context, j job, reason string) error {
	if !s.mayPark(time.Now()) {
		return errLandslide
	}
	err := s.persist(ctx, func() error {
		whole, cancel := context.WithTimeout(context.WithoutCancel(ctx), parkLasts) // a landslide beside it must not leave it half done
		defer cancel()
		return s.feed.ledger.Park(whole, s.consumer.Name, j.event, reason)
	})
	if err != nil || ctx.Err() != nil {
		return err
	}
	s.feed.logger.ErrorContext(ctx, "stream parked", "consumer", s.consumer.Name, "stream", j.event.Stream,
		"position", uint64(j.event.Position), "event", j.event.ID, "reason", reason)
	s.setParked(j.event.Stream, true)
	s.progress.finish(j.mark)
	return nil
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
