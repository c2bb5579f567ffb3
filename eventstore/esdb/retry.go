package esdb

import (
	"context"
	"errors"
	"fmt"
	"time"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/eventstore"
)

const (
	readings  = 6                // how often a read is tried, within a second
	readFor   = 15 * time.Second // how long one try may take
	searchFor = time.Hour        // how long one try may take that passes over the whole log
)

// reading repeats a read that a broken connection ended, a few times; then ErrAway.
func reading[T any](ctx context.Context, l *Log, limit time.Duration, read func(context.Context, *vendor.Client) (T, error)) (v T, err error) {
	for n := range readings {
		if v, err = once(ctx, l, limit, read); err == nil {
			return v, nil
		}
		if ctx.Err() != nil {
			return v, ctx.Err()
		}
		switch faultOf(err) {
		case forbidden:
			return v, fmt.Errorf("%w: %w", eventstore.ErrForbidden, err)
		case deleted:
			return v, fmt.Errorf("%w: %w", eventstore.ErrHole, err)
		case refusing, missing, closed:
			return v, err
		}
		if errors.Is(err, errUnsent) {
			break // that took long enough
		}
		if n+1 < readings && !sleep(ctx, pause(n)) {
			return v, ctx.Err()
		}
	}
	return v, fmt.Errorf("%w: %w", eventstore.ErrAway, err)
}

func once[T any](ctx context.Context, l *Log, limit time.Duration, read func(context.Context, *vendor.Client) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return call(ctx, l.client, read)
}

// patient asks again until the context ends: an append does not end with half an answer because a server is away.
func patient[T any](ctx context.Context, ask func() (T, error)) (v T, err error) {
	for n := 0; ; n++ {
		if v, err = ask(); !errors.Is(err, eventstore.ErrAway) {
			return v, err
		}
		if !sleep(ctx, pause(n)) {
			return v, ctx.Err()
		}
	}
}
