package transfer

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Loader is a log that takes events as they are, right behind its head, at positions and with times of its own choosing
// only where it must. All or nothing; a log whose head is another refuses.
type Loader interface {
	Load(ctx context.Context, head domain.Position, events []eventstore.Recorded) (newHead domain.Position, err error)
}

// Copied is what a copy came to.
type Copied struct {
	Sum            // of the whole copy, read back from the target
	Already uint64 `json:"already"` // events that the target had when the copy began
}

// ErrLonger says that the target holds more than the source.
var ErrLonger = errors.New("the target holds more events than the source")

// OtherLogError refuses a target that holds something else than the beginning of the source.
type OtherLogError struct{ First *Difference }

func (e *OtherLogError) Error() string {
	return fmt.Sprintf("the target is neither empty nor the beginning of the source: %s", e.First)
}

// Unwrap is where they part.
func (e *OtherLogError) Unwrap() error { return e.First }

// Copy makes the target hold what the source yields: nothing before the source's first event, nothing between. What the
// target has already is compared and not written again, so a copy that was interrupted goes on. At the end the target is
// read back, and must come to the same sum. Nobody else should append to the target meanwhile; who does is found out.
func Copy(ctx context.Context, source Events, target eventstore.Log, seen func(events int)) (Copied, error) {
	info, err := target.Info(ctx)
	if err != nil {
		return Copied{}, fmt.Errorf("the target: %w", err)
	}
	p := newPair(source, Until(ctx, target, info.Head))
	defer p.stop()
	c := copying{source: p.first, order: newOrder(false), chain: newChain(), seen: seen}
	next, err := c.compare(p)
	if err != nil {
		return Copied{}, err
	}
	already := c.chain.events
	if err := c.write(ctx, next, target, info); err != nil {
		return Copied{}, err
	}
	sum, err := Sums(All(ctx, target), nil)
	if err != nil {
		return Copied{}, fmt.Errorf("reading the target back: %w", err)
	}
	if !sum.Same(c.chain.result()) {
		return Copied{}, errors.New("the target, read back, is not what was written: somebody else appended to it")
	}
	return Copied{sum, already}, nil
}

// copying is a copy under way.
type copying struct {
	source func() (eventstore.Recorded, error, bool)
	order  *order
	chain  *chain // over what is in the target, or about to be
	seen   func(int)
}

// compare goes through what the target has; next is the first event of the source that it lacks, nil for none.
func (c *copying) compare(p pair) (next *eventstore.Recorded, err error) {
	for {
		a, b, err := p.next()
		if err != nil || a == nil && b == nil {
			return nil, err
		}
		switch d := differ(c.chain.events+1, a, b); {
		case a == nil:
			return nil, fmt.Errorf("%w: %w", ErrLonger, d)
		case b == nil:
			return a, nil
		case d != nil:
			return nil, &OtherLogError{d}
		}
		if err := c.take(*a); err != nil {
			return nil, err
		}
	}
}

// take takes an event of the source into account, and refuses one that no log could hold at this place.
func (c *copying) take(r eventstore.Recorded) error {
	for _, what := range c.order.wrong(r) {
		if what != "stored" { // a clock that ran back harms no reader
			return fmt.Errorf("the source is damaged: the %s of event %d (position %d, %s) is wrong", what, c.chain.events+1, r.Position, r.Stream)
		}
	}
	if eventstore.CheckName(r.Stream) != nil || eventstore.CheckName(r.Type) != nil || r.ID == uuid.Nil {
		return fmt.Errorf("the source is damaged: the stream, type or id of event %d (position %d) is one that no log takes", c.chain.events+1, r.Position)
	}
	c.chain.add(r)
	tell(c.seen, c.chain.events)
	return nil
}

// rest yields what the target lacks.
func (c *copying) rest(next *eventstore.Recorded) Events {
	return func(yield func(eventstore.Recorded, error) bool) {
		for next != nil {
			if err := c.take(*next); err != nil {
				yield(*next, err)
				return
			}
			if !yield(*next, nil) {
				return
			}
			var err error
			if next, err = pull(c.source); err != nil {
				yield(eventstore.Recorded{}, fmt.Errorf("the source: %w", err))
				return
			}
		}
	}
}
