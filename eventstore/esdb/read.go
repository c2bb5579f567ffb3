package esdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"time"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Read yields the stream page by page; no call is under way while the caller works.
func (l *Log) Read(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		if eventstore.CheckName(stream) != nil || system(stream) || stream == originStream || eventstore.Beyond(after) {
			if err := l.usable(ctx); err != nil {
				yield(eventstore.Recorded{}, err)
			}
			return // nothing can be there
		}
		for full := true; full; {
			events, more, err := l.page(ctx, stream, after)
			if full = more; err != nil {
				yield(eventstore.Recorded{}, fmt.Errorf("reading a stream: %w", err))
				return
			}
			for _, r := range events {
				if err := ctx.Err(); err != nil {
					yield(eventstore.Recorded{}, err)
					return
				}
				if !yield(r, nil) {
					return
				}
				after = r.Revision
			}
		}
	}
}

// page reads one page; full: there may be more. Revisions without gap are what a limit in the stream's metadata would break.
func (l *Log) page(ctx context.Context, stream string, after domain.Revision) (events []eventstore.Recorded, full bool, err error) {
	if err := l.usable(ctx); err != nil {
		return nil, false, err
	}
	options := vendor.ReadStreamOptions{From: vendor.Revision(uint64(after))}
	found, full, err := l.stream(ctx, stream, options, pageEvents)
	switch {
	case faultOf(err) == missing:
		return nil, false, nil
	case err != nil:
		return nil, false, err
	case len(found) == 0 && after == 0:
		return nil, false, fmt.Errorf("%w: %s exists, but its metadata hides all its events", eventstore.ErrHole, stream)
	}
	for i, e := range found {
		r := recorded(e)
		if want := after + domain.Revision(i) + 1; r.Revision != want {
			return nil, false, fmt.Errorf("%w: revision %d of %s, found %d instead; its metadata hides events", eventstore.ErrHole, want, stream, r.Revision)
		}
		events = append(events, r)
	}
	return events, full, l.locate(ctx, stream, events)
}

// stream reads events of one stream.
func (l *Log) stream(ctx context.Context, stream string, options vendor.ReadStreamOptions, count uint64) (events []*vendor.RecordedEvent, full bool, err error) {
	err = l.reading(ctx, readFor, func(ctx context.Context, c *vendor.Client) error {
		s, err := c.ReadStream(ctx, stream, options, count)
		if err != nil {
			return err
		}
		events, full, err = receive(s, count)
		return err
	})
	return events, full, err
}

// receive takes events until the page is full or there are no more.
func receive(s *vendor.ReadStream, count uint64) (events []*vendor.RecordedEvent, full bool, err error) {
	defer s.Close()
	for size := 0; size < pageBytes; {
		r, err := s.Recv()
		if errors.Is(err, io.EOF) {
			return events, uint64(len(events)) == count, nil
		}
		if err != nil {
			return nil, false, err
		}
		if e := r.OriginalEvent(); e != nil {
			events, size = append(events, e), size+len(e.Data)+len(e.UserMetadata)
		}
	}
	return events, true, nil
}

// revision is where a stream is.
func (l *Log) revision(ctx context.Context, stream string) (domain.Revision, error) {
	last, _, err := l.stream(ctx, stream, vendor.ReadStreamOptions{Direction: vendor.Backwards, From: vendor.End{}}, 1)
	switch {
	case faultOf(err) == missing:
		return 0, nil
	case err != nil:
		return 0, err
	case len(last) == 0:
		return 0, fmt.Errorf("%w: %s exists, but its metadata hides all its events", eventstore.ErrHole, stream)
	}
	return recorded(last[0]).Revision, nil
}

// positionOf reads the position of an event that is there.
func (l *Log) positionOf(ctx context.Context, stream string, revision domain.Revision) (domain.Position, error) {
	found, _, err := l.stream(ctx, stream, vendor.ReadStreamOptions{From: vendor.Revision(uint64(revision) - 1)}, 1)
	if err != nil {
		return 0, err
	}
	if len(found) == 0 {
		return 0, fmt.Errorf("%w: revision %d of %s", eventstore.ErrHole, revision, stream)
	}
	events := []eventstore.Recorded{recorded(found[0])}
	err = l.locate(ctx, stream, events)
	return events[0].Position, err
}

// locate finds the positions that a server left out, in $all from its beginning. That is slow, and only servers before
// 22.10 need it; an answer that is nearly right would let a reader of his own writes miss them.
func (l *Log) locate(ctx context.Context, stream string, events []eventstore.Recorded) error {
	wanted := map[domain.Revision]*eventstore.Recorded{}
	for i := range events {
		if events[i].Position == 0 {
			wanted[events[i].Revision] = &events[i]
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	return l.reading(ctx, searchFor, func(ctx context.Context, c *vendor.Client) error {
		s, err := c.ReadAll(ctx, vendor.ReadAllOptions{From: vendor.Start{}}, math.MaxInt64)
		if err != nil {
			return err
		}
		defer s.Close()
		for len(wanted) > 0 {
			e, err := s.Recv()
			if err != nil {
				return fmt.Errorf("looking for the positions of a stream: %w", err)
			}
			if e.Event == nil || e.Event.StreamID != stream {
				continue
			}
			r := recorded(e.Event)
			if w := wanted[r.Revision]; w != nil {
				w.Position = r.Position
				delete(wanted, r.Revision)
			}
		}
		return nil
	})
}

const (
	readings  = 4                // how often a read is tried
	readFor   = 15 * time.Second // how long one try may take
	searchFor = time.Hour        // how long one try may take that passes over the whole log
)

// reading repeats a read that a broken connection ended, a few times; then ErrAway.
func (l *Log) reading(ctx context.Context, limit time.Duration, read func(context.Context, *vendor.Client) error) (err error) {
	for n := range readings {
		if err = l.once(ctx, limit, read); err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch faultOf(err) {
		case forbidden:
			return fmt.Errorf("%w: %w", eventstore.ErrForbidden, err)
		case deleted:
			return fmt.Errorf("%w: %w", eventstore.ErrHole, err)
		case refusing, missing, closed:
			return err
		}
		if errors.Is(err, errUnsent) {
			break // that took long enough
		}
		if n+1 < readings && !sleep(ctx, pause(n)) {
			return ctx.Err()
		}
	}
	return fmt.Errorf("%w: %w", eventstore.ErrAway, err)
}

func (l *Log) once(ctx context.Context, limit time.Duration, read func(context.Context, *vendor.Client) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	_, err := call(ctx, l.client, func(ctx context.Context, c *vendor.Client) (struct{}, error) { return struct{}{}, read(ctx, c) })
	return err
}
