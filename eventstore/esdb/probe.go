package esdb

import (
	"context"
	"fmt"
	"math"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// least is what the smallest server must take in one append.
const least = 32 << 10

// probe finds out what the server can do, and refuses one that would lose events.
func (l *Log) probe(ctx context.Context) error {
	if err := l.measure(ctx); err != nil {
		return err
	}
	if err := l.unlimited(ctx); err != nil {
		return err
	}
	last, err := l.last(ctx, originStream)
	if err == nil && last != nil && recorded(last).Position == 0 {
		l.options.Logger.Warn("the event store leaves out positions when a stream is read: each is looked for in the whole log, which is slow; update the server")
	}
	return err
}

// measure finds how much the server takes in one append. It asks with events that cannot be written, at a revision that
// no stream has: their size is looked at first.
func (l *Log) measure(ctx context.Context) error {
	for l.ceiling = l.options.MaxAppend; l.ceiling >= least; l.ceiling /= 2 {
		e := eventstore.Event{ID: uuid.New(), Type: originType, Data: make([]byte, l.ceiling-typeBytes(originType))}
		_, err := l.write(ctx, originStream, domain.Revision(math.MaxInt64/2), proposed([]eventstore.Event{e}))
		switch faultOf(err) {
		case conflict:
			return nil
		case refusing:
			l.options.Logger.Warn("the event store takes less in one append than it was thought to", "bytes", l.ceiling)
		default:
			return fmt.Errorf("finding how much the event store takes in one append: %w", err)
		}
	}
	return fmt.Errorf("the event store takes less than %d bytes in one append: raise --max-append-size", least)
}
