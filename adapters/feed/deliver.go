package feed

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/eventstore"
)

// deliver hands one event out until it is acknowledged, or parks its stream. It answers an error only when it could do
// neither; a stop leaves the event below the checkpoint.
func (s *subscription) deliver(ctx context.Context, j job) error {
	switch skip, err := s.skips(ctx, j.event.Stream); {
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
			if s.slope.bears(time.Now()) {
				return s.park(ctx, j, reason)
			}
			s.hold(ctx, j, reason, &met)
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
func (s *subscription) skips(ctx context.Context, stream string) (skip bool, err error) {
	if !s.isParked(stream) {
		return false, nil
	}
	err = s.persist(ctx, func() (err error) {
		skip, err = s.feed.ledger.Skip(ctx, s.consumer.Name, stream)
		return err
	})
	if err == nil && ctx.Err() == nil && !skip {
		s.setParked(stream, false)
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

// park writes the stream down as put aside, then goes on as if it were done.
func (s *subscription) park(ctx context.Context, j job, reason string) error {
	err := s.persist(ctx, func() error { return s.feed.ledger.Park(ctx, s.consumer.Name, j.event, reason) })
	if err != nil || ctx.Err() != nil {
		return err
	}
	s.feed.logger.ErrorContext(ctx, "stream parked", "consumer", s.consumer.Name, "stream", j.event.Stream,
		"position", uint64(j.event.Position), "event", j.event.ID, "reason", reason)
	s.setParked(j.event.Stream, true)
	s.progress.finish(j.mark)
	return nil
}

// hold says, once an event, that its stream is not parked because too many were: it is tried again until it goes through.
func (s *subscription) hold(ctx context.Context, j job, reason string, met *trial) {
	if met.held || ctx.Err() != nil {
		return
	}
	met.held = true
	s.feed.logger.ErrorContext(ctx, "landslide: too many streams failed, none is parked any longer, the event is tried again",
		"consumer", s.consumer.Name, "stream", j.event.Stream, "position", uint64(j.event.Position), "event", j.event.ID,
		"reason", reason)
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
