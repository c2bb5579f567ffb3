package esdb

import (
	"context"
	"fmt"
	"math"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// positionOf reads the position of an event that is there.
func (l *Log) positionOf(ctx context.Context, stream string, revision domain.Revision) (domain.Position, error) {
	p, err := l.stream(ctx, stream, vendor.ReadStreamOptions{From: vendor.Revision(uint64(revision) - 1)}, 1)
	if err != nil {
		return 0, err
	}
	if len(p.events) == 0 {
		return 0, fmt.Errorf("%w: revision %d of %s", eventstore.ErrHole, revision, stream)
	}
	events := []eventstore.Recorded{recorded(p.events[0])}
	err = l.locate(ctx, stream, events)
	return events[0].Position, err
}

// locate finds the positions that a server left out, in $all from its beginning. That is slow, and only servers before
// 22.10 need it; an answer that is nearly right would let a reader of his own writes miss them.
func (l *Log) locate(ctx context.Context, stream string, events []eventstore.Recorded) error {
	var last domain.Revision
	for _, r := range events {
		if r.Position == 0 {
			last = r.Revision
		}
	}
	if last == 0 {
		return nil
	}
	positions, err := reading(ctx, l, searchFor, func(ctx context.Context, c *vendor.Client) (map[domain.Revision]domain.Position, error) {
		return search(ctx, c, stream, last)
	})
	if err != nil {
		return fmt.Errorf("looking for the positions of a stream: %w", err)
	}
	for i, r := range events {
		if r.Position == 0 {
			events[i].Position = positions[r.Revision]
		}
	}
	return nil
}

// search answers the positions of a stream's events, up to a revision that is there.
func search(ctx context.Context, c *vendor.Client, stream string, last domain.Revision) (map[domain.Revision]domain.Position, error) {
	s, err := c.ReadAll(ctx, vendor.ReadAllOptions{From: vendor.Start{}}, math.MaxInt64)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	for found := map[domain.Revision]domain.Position{}; ; {
		e, err := s.Recv()
		if err != nil {
			return nil, err
		}
		if e.Event == nil || e.Event.StreamID != stream {
			continue
		}
		r := recorded(e.Event)
		if found[r.Revision] = r.Position; r.Revision == last {
			return found, nil
		}
	}
}
