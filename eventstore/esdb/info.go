package esdb

import (
	"context"
	"errors"
	"io"
	"math"
	"sync"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Info describes the log as it is now.
func (l *Log) Info(ctx context.Context) (eventstore.Info, error) {
	if err := l.usable(ctx); err != nil {
		return eventstore.Info{}, err
	}
	o, err := l.begun(ctx)
	if err != nil {
		return eventstore.Info{}, err
	}
	head, err := l.head(ctx, o.Epoch)
	if err != nil {
		return eventstore.Info{}, err
	}
	return eventstore.Info{Store: o.Store, Epoch: o.Epoch, Head: head, MaxAppend: l.maxAppend()}, nil
}

// tail is the end of $all as it was last read: the system events since then are all that must be passed to find the head.
type tail struct {
	mu    sync.Mutex
	epoch uuid.UUID
	end   domain.Position // of the last event of any kind
	head  domain.Position // of the last that is not a system event
}

// head is the position of the last event that is not a system event; 0: there is none.
func (l *Log) head(ctx context.Context, epoch uuid.UUID) (domain.Position, error) {
	known := l.tail.get(epoch)
	now, err := reading(ctx, l, searchFor, func(ctx context.Context, c *vendor.Client) (now tailRead, err error) {
		if now, err = readTail(ctx, c, 1, known); err == nil && !now.found {
			now, err = readTail(ctx, c, math.MaxInt64, known)
		}
		return now, err
	})
	if err != nil {
		return 0, err
	}
	l.tail.put(epoch, now)
	return now.head, nil
}

func (t *tail) get(epoch uuid.UUID) tailRead {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.epoch != epoch {
		return tailRead{}
	}
	return tailRead{end: t.end, head: t.head}
}

func (t *tail) put(epoch uuid.UUID, now tailRead) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.epoch != epoch || now.end > t.end {
		t.epoch, t.end, t.head = epoch, now.end, now.head
	}
}

// tailRead is what a look at the end found.
type tailRead struct {
	end, head domain.Position
	found     bool
}

// readTail reads backward from the end, to the first event that is not a system event or to where the end was before.
func readTail(ctx context.Context, c *vendor.Client, count uint64, known tailRead) (now tailRead, err error) {
	s, err := c.ReadAll(ctx, vendor.ReadAllOptions{Direction: vendor.Backwards, From: vendor.End{}}, count)
	if err != nil {
		return now, err
	}
	defer s.Close()
	for n := uint64(0); ; n++ {
		r, err := s.Recv()
		if errors.Is(err, io.EOF) {
			now.found = n < count // the log was read to its beginning
			return now, nil
		}
		if err != nil {
			return now, err
		}
		e := r.OriginalEvent()
		if e == nil {
			continue
		}
		at := position(e.Position.Commit)
		now.end = max(now.end, at)
		switch {
		case !system(e.EventType):
			now.head, now.found = at, true
			return now, nil
		case known.end > 0 && at <= known.end && now.end >= known.end:
			now.head, now.found = known.head, true
			return now, nil
		}
	}
}
