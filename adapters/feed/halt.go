package feed

import "context"

// halt writes down, for people on any server, that this consumer stands still, then waits until somebody lifts the halt.
func (s *subscription) halt(ctx context.Context) error {
	s.feed.logger.ErrorContext(ctx, "halted: too many streams failed within a minute, none is parked any longer",
		"consumer", s.consumer.Name, "position", uint64(s.progress.at()), "reason", haltedLandslide)
	err := s.persist(ctx, func() error { return s.feed.ledger.Halt(ctx, s.feed.owner, s.consumer.Name, haltedLandslide) })
	if err != nil {
		return err
	}
	for ctx.Err() == nil {
		pause(ctx, s.feed.pace.Look)
		halted := true
		err := s.persist(ctx, func() (err error) {
			halted, err = s.feed.ledger.Halted(ctx, s.consumer.Name)
			return err
		})
		if err != nil || !halted {
			return err
		}
	}
	return nil
}
