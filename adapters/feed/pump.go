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
	head, err := s.claim(ctx)
	if err != nil {
		return ordinary(parent, err)
	}
	var working sync.WaitGroup
	source := newShared(s.log, head)
	working.Go(func() { source.run(ctx) })
	working.Go(func() { s.saveOften(ctx, stop) })
	for _, sub := range s.open {
		working.Go(func() {
			if err := sub.run(ctx, source); err != nil {
				stop(err)
			}
		})
	}
	<-ctx.Done()
	working.Wait()
	s.saveLast()
	return ordinary(parent, context.Cause(ctx))
}

// ordinary hides what a stop from outside causes on the way.
func ordinary(parent context.Context, err error) error {
	if parent.Err() != nil {
		return nil
	}
	return err
}

// claim takes the checkpoints and answers the head of the log.
func (s *Subscriber) claim(ctx context.Context) (domain.Position, error) {
	info, err := s.log.Info(ctx)
	if err != nil {
		return 0, err
	}
	stand, err := s.ledger.Claim(ctx, s.owner, info.Epoch, info.Head, s.consumers)
	if err != nil {
		return 0, err
	}
	for name, sub := range s.open {
		sub.resume(stand[name])
	}
	return info.Head, nil
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

// saveLast writes what was acknowledged before the end: without it the next owner does some of it again, which is harmless.
func (s *Subscriber) saveLast() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	_ = s.save(ctx)
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
