package esdb

import (
	"context"
	"fmt"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// ahead is how much a subscription reads ahead of its follower: some servers drop a reader who is slow to take what they
// send.
const ahead = 256

// item is what a subscription brings: an event, or word that there are no more for now.
type item struct {
	event    *vendor.RecordedEvent
	caughtUp bool
}

// subscription is one subscription, to its end. It is not mended.
type subscription struct {
	items  chan item
	ended  chan struct{}
	err    error // why it ended
	cancel context.CancelFunc
}

// subscribe asks for everything after a position but system events. No more is filtered: a server tells how far it looked
// only now and then.
func (c *client) subscribe(ctx context.Context, after domain.Position) *subscription {
	options := vendor.SubscribeToAllOptions{From: vendor.Start{}, Filter: vendor.ExcludeSystemEventsFilter()}
	if after > 0 {
		options.From = vendor.Position{Commit: uint64(after), Prepare: uint64(after)}
	}
	s := &subscription{items: make(chan item, ahead), ended: make(chan struct{})}
	ctx, s.cancel = context.WithCancel(ctx)
	go func() {
		defer close(s.ended)
		defer s.cancel()
		l, err := c.enter(ctx)
		if err == nil {
			_, err = within(ctx, c, l, func(ctx context.Context, v *vendor.Client) (struct{}, error) {
				return struct{}{}, each(ctx, v, options, s.put(ctx))
			})
		}
		s.err = err
	}()
	return s
}

func (s *subscription) put(ctx context.Context) func(item) error {
	return func(i item) error {
		select {
		case s.items <- i:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// each takes what a subscription brings, until take has enough.
func each(ctx context.Context, c *vendor.Client, options vendor.SubscribeToAllOptions, take func(item) error) error {
	s, err := c.SubscribeToAll(ctx, options)
	if err != nil {
		return err
	}
	defer s.Close()
	for err == nil {
		switch e := s.Recv(); {
		case e.SubscriptionDropped != nil:
			err = e.SubscriptionDropped.Error
		case e.EventAppeared != nil && e.EventAppeared.OriginalEvent() != nil:
			err = take(item{event: e.EventAppeared.OriginalEvent()})
		case e.CaughtUp != nil:
			err = take(item{caughtUp: true})
		}
	}
	return err
}

// fault is why it ended, as followers are told: what waiting can cure is ErrAway.
func (s *subscription) fault() error {
	switch faultOf(s.err) {
	case closed:
		return s.err
	case forbidden:
		return fmt.Errorf("%w: %w", eventstore.ErrForbidden, s.err)
	case refusing:
		return fmt.Errorf("%w: the event store does not know this position: %w", eventstore.ErrHole, s.err)
	}
	return fmt.Errorf("%w: %w", eventstore.ErrAway, s.err)
}
