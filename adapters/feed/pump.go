package feed

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/casetrail/casetrail/domain"
)

// run claims the checkpoints, then reads, hands out and saves until the context ends or something fails.
func (s *Subscriber) run(parent context.Context) error {
	ctx, stop := context.WithCancelCause(parent)
	defer stop(nil)
	from, err := s.claim(ctx)
	if err != nil {
		return ordinary(parent, err)
	}
	var lanes sync.WaitGroup
	for _, sub := range s.open {
		sub.start(ctx, &lanes, stop)
	}
	saved := make(chan struct{})
	go func() {
		defer close(saved)
		s.saveOften(ctx, stop)
	}()
	err = s.pump(ctx, from)
	stop(err)
	for _, sub := range s.open {
		sub.close()
	}
	lanes.Wait()
	<-saved
	last := s.saveLast()
	if cause := context.Cause(ctx); cause != nil && parent.Err() == nil {
		err = cause
	}
	if err == nil {
		err = last
	}
	return ordinary(parent, err)
}

// ordinary hides what a stop from outside causes on the way.
func ordinary(parent context.Context, err error) error {
	if parent.Err() != nil {
		return nil
	}
	return err
}

// claim takes the checkpoints and answers the lowest.
func (s *Subscriber) claim(ctx context.Context) (domain.Position, error) {
	info, err := s.log.Info(ctx)
	if err != nil {
		return 0, err
	}
	starts := map[string]domain.Position{}
	for name, sub := range s.open {
		starts[name] = info.Head
		if sub.consumer.FromStart {
			starts[name] = 0
		}
	}
	stand, err := s.ledger.Claim(ctx, s.owner, info.Epoch, info.Head, starts)
	if err != nil {
		return 0, err
	}
	var lowest []domain.Position
	for name, sub := range s.open {
		parked, err := s.ledger.Parked(ctx, name)
		if err != nil {
			return 0, err
		}
		sub.resume(stand[name], parked)
		lowest = append(lowest, stand[name])
	}
	return slices.Min(lowest), nil
}

// pump reads the log and fills the lanes. A full lane holds it up: that bounds the memory.
func (s *Subscriber) pump(ctx context.Context, after domain.Position) error {
	before := after
	for batch, err := range s.log.Follow(ctx, after) {
		if err != nil {
			return fmt.Errorf("following the log: %w", err)
		}
		for _, r := range batch.Events {
			for _, sub := range s.open {
				sub.offer(ctx, before, r)
			}
			before = r.Position
		}
		if ctx.Err() != nil {
			return nil // what was not offered must not count as passed
		}
		for _, sub := range s.open {
			sub.progress.passed(batch.Through)
		}
		before = max(before, batch.Through)
	}
	return nil
}

// saveOften writes checkpoints that moved. A fault is waited out; a lost checkpoint stops everything.
func (s *Subscriber) saveOften(ctx context.Context, stop context.CancelCauseFunc) {
	tick := time.NewTicker(s.pace.Save)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := s.save(ctx)
		switch {
		case err == nil || ctx.Err() != nil:
		case Passing(err):
			s.logger.WarnContext(ctx, "checkpoints not saved, will try again", "error", err)
		default:
			stop(err)
			return
		}
	}
}

// saveLast writes what was acknowledged before the end: without it the next owner would do some of it again.
func (s *Subscriber) saveLast() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	return s.save(ctx)
}

func (s *Subscriber) save(ctx context.Context) error {
	var moves []Move
	for name, sub := range s.open {
		if at := sub.progress.at(); at > sub.saved {
			moves = append(moves, Move{Consumer: name, From: sub.saved, To: at})
		}
	}
	if len(moves) == 0 {
		return nil
	}
	slices.SortFunc(moves, func(a, b Move) int { return strings.Compare(a.Consumer, b.Consumer) })
	if err := s.ledger.Save(ctx, s.owner, moves); err != nil {
		return fmt.Errorf("saving checkpoints: %w", err)
	}
	for _, m := range moves {
		s.open[m.Consumer].saved = m.To
	}
	return nil
}
