package esdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// What one call reads at most; a page holds at least one event, whatever its size.
const (
	pageEvents = 500
	pageBytes  = 4 << 20
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
			events, more, err := l.next(ctx, stream, after)
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

// next reads one page. Revisions without gap are what a limit in the stream's metadata would break.
func (l *Log) next(ctx context.Context, stream string, after domain.Revision) (events []eventstore.Recorded, full bool, err error) {
	if err := l.usable(ctx); err != nil {
		return nil, false, err
	}
	p, err := l.stream(ctx, stream, vendor.ReadStreamOptions{From: vendor.Revision(uint64(after))}, pageEvents)
	switch {
	case faultOf(err) == missing:
		return nil, false, nil
	case err != nil:
		return nil, false, err
	case len(p.events) == 0 && after == 0:
		return nil, false, hidden(stream)
	}
	for i, e := range p.events {
		r := recorded(e)
		if want := after + domain.Revision(i) + 1; r.Revision != want {
			return nil, false, fmt.Errorf("%w: revision %d of %s, found %d instead; its metadata hides events", eventstore.ErrHole, want, stream, r.Revision)
		}
		events = append(events, r)
	}
	return events, p.full, l.locate(ctx, stream, events)
}

// page is what one call read; full: there may be more.
type page struct {
	events []*vendor.RecordedEvent
	full   bool
}

// stream reads events of one stream.
func (l *Log) stream(ctx context.Context, stream string, options vendor.ReadStreamOptions, count uint64) (page, error) {
	return reading(ctx, l, readFor, func(ctx context.Context, c *vendor.Client) (page, error) {
		s, err := c.ReadStream(ctx, stream, options, count)
		if err != nil {
			return page{}, err
		}
		return receive(s, count)
	})
}

// last reads the last event of a stream.
func (l *Log) last(ctx context.Context, stream string) (*vendor.RecordedEvent, error) {
	p, err := l.stream(ctx, stream, vendor.ReadStreamOptions{Direction: vendor.Backwards, From: vendor.End{}}, 1)
	switch {
	case faultOf(err) == missing:
		return nil, nil
	case err != nil:
		return nil, err
	case len(p.events) == 0:
		return nil, hidden(stream)
	}
	return p.events[0], nil
}

func hidden(stream string) error {
	return fmt.Errorf("%w: %s exists, but its metadata hides all its events", eventstore.ErrHole, stream)
}

// receive takes events until the page is full or there are no more.
func receive(s *vendor.ReadStream, count uint64) (p page, err error) {
	defer s.Close()
	for size := 0; size < pageBytes; {
		r, err := s.Recv()
		if errors.Is(err, io.EOF) {
			p.full = uint64(len(p.events)) == count
			return p, nil
		}
		if err != nil {
			return page{}, err
		}
		if e := r.OriginalEvent(); e != nil {
			p.events, size = append(p.events, e), size+len(e.Data)+len(e.UserMetadata)
		}
	}
	p.full = true
	return p, nil
}

// revision is where a stream is.
func (l *Log) revision(ctx context.Context, stream string) (domain.Revision, error) {
	last, err := l.last(ctx, stream)
	if last == nil || err != nil {
		return 0, err
	}
	return recorded(last).Revision, nil
}
