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
	items  chan item // closed at the end
	err    error     // why it ended
	cancel context.CancelFunc
}

// subscribe asks for everything after a position but system events. No more is filtered: a server tells how far it looked
// only now and then.
func (c *client) subscribe(ctx context.Context, after domain.Position) *subscription {
	var from vendor.AllPosition = vendor.Start{}
	if after > 0 {
		from = vendor.Position{Commit: uint64(after), Prepare: uint64(after)}
	}
	return c.start(ctx, vendor.SubscribeToAllOptions{From: from, Filter: vendor.ExcludeSystemEventsFilter()})
}

func (c *client) start(ctx context.Context, options vendor.SubscribeToAllOptions) *subscription {
	s := &subscription{items: make(chan item, ahead)}
	ctx, s.cancel = c.both(ctx)
	go func() {
		defer close(s.items)
		defer s.cancel()
		l, err := c.enter(ctx)
		if err == nil {
			_, err = guarded(func() (struct{}, error) { return struct{}{}, s.run(ctx, l.Client, options) })
			c.leave(l, err)
		}
		s.err = err
	}()
	return s
}

func (s *subscription) run(ctx context.Context, c *vendor.Client, options vendor.SubscribeToAllOptions) error {
	sub, err := c.SubscribeToAll(ctx, options)
	if err != nil {
		return err
	}
	defer sub.Close()
	for {
		var i item
		switch e := sub.Recv(); {
		case e.SubscriptionDropped != nil:
			return e.SubscriptionDropped.Error
		case e.EventAppeared != nil:
			i.event = e.EventAppeared.OriginalEvent()
		case e.CaughtUp != nil:
			i.caughtUp = true
		default:
			continue
		}
		select {
		case s.items <- i:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
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
