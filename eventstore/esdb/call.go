package esdb

import (
	"context"
	"errors"
	"fmt"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/metadata"

	"github.com/casetrail/casetrail/eventstore"
)

// call makes one call, on the life that is connected.
func call[T any](ctx context.Context, c *client, do func(context.Context, *vendor.Client) (T, error)) (none T, err error) {
	l, err := c.sit(ctx)
	if err != nil {
		return none, err
	}
	return within(ctx, c, l, func(ctx context.Context, v *vendor.Client) (T, error) {
		defer func() { <-l.seats }()
		return do(ctx, v)
	})
}

// sit counts a call in and finds it a seat. Who waits for one moves on with the next life.
func (c *client) sit(ctx context.Context) (*life, error) {
	for {
		l, err := c.enter(ctx)
		if err != nil {
			return nil, err
		}
		select {
		case l.seats <- struct{}{}:
			return l, nil
		case <-l.ended:
		case <-ctx.Done():
			err = errors.Join(errUnsent, ctx.Err())
		case <-c.ctx.Done():
			err = errors.Join(errUnsent, eventstore.ErrClosed)
		}
		if c.leave(l, nil); err != nil {
			return nil, err
		}
	}
}

type answer[T any] struct {
	value T
	err   error
}

// within does something in a life that counted it in, in a goroutine of its own, which may stay behind when the context, the
// log or what the life had to say ends first.
func within[T any](ctx context.Context, c *client, l *life, do func(context.Context, *vendor.Client) (T, error)) (none T, err error) {
	ctx, cancel := c.both(ctx)
	defer cancel()
	answered := make(chan answer[T], 1)
	go func() {
		var a answer[T]
		a.value, a.err = guarded(func() (T, error) { return do(ctx, l.Client) })
		c.leave(l, a.err)
		answered <- a
	}()
	select {
	case a := <-answered:
		return a.value, a.err
	case <-ctx.Done():
		if err = ctx.Err(); c.ctx.Err() != nil {
			err = eventstore.ErrClosed
		}
	case <-l.lost:
		err = errLost
	}
	select {
	case a := <-answered: // both at once: the answer is the better news
		return a.value, a.err
	default:
		return none, err
	}
}

// both is a context that ends with the caller's and with the log, and asks for the leader of a cluster: the vendor's client
// puts that wish where it is never sent.
func (c *client) both(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(c.ctx, cancel)
	if c.config.NodePreference == vendor.NodePreferenceLeader {
		ctx = metadata.AppendToOutgoingContext(ctx, "requires-leader", "true")
	}
	return ctx, func() {
		stop()
		cancel()
	}
}

func guarded[T any](do func() (T, error)) (v T, err error) {
	defer caught(&err)
	return do()
}

// caught turns a panic of the vendor's client into an error.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v", errLost, p)
	}
}
