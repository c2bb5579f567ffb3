package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Append hands the events to the committer and waits for its answer.
func (l *Log) Append(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (eventstore.Appended, error) {
	if err := eventstore.Check(stream, events, l.options.MaxAppend); err != nil {
		return eventstore.Appended{}, err
	}
	if err := ctx.Err(); err != nil {
		return eventstore.Appended{}, err
	}
	if eventstore.Beyond(after) {
		return eventstore.Appended{}, l.never(ctx, stream, after)
	}
	r := newRequest(ctx, stream, after, events)
	if err := l.queue.put(r); err != nil {
		return eventstore.Appended{}, err
	}
	select {
	case a := <-r.answer:
		return a.appended, a.err
	case <-ctx.Done():
		return l.leave(ctx, r)
	}
}

// newRequest copies the bytes: a caller who left may use its own again while these are still being sent.
func newRequest(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) *request {
	r := &request{ctx: ctx, stream: stream, after: int64(after), events: slices.Clone(events), answer: make(chan answer, 1)}
	for _, e := range events {
		r.size += len(e.Data) + len(e.Meta)
	}
	copies := make([]byte, 0, r.size)
	own := func(b []byte) []byte {
		copies = append(copies, b...)
		return copies[len(copies)-len(b):]
	}
	for i := range r.events {
		e := &r.events[i]
		e.Data, e.Meta = own(e.Data), own(e.Meta)
	}
	return r
}

// leave ends the wait of a caller whose context ended.
func (l *Log) leave(ctx context.Context, r *request) (eventstore.Appended, error) {
	if l.queue.withdraw(r) {
		return eventstore.Appended{}, ctx.Err() // nothing was sent
	}
	select {
	case a := <-r.answer: // both at once: the answer is the better news
		return a.appended, a.err
	default:
		return eventstore.Appended{}, fmt.Errorf("%w: %w", eventstore.ErrUnknown, ctx.Err())
	}
}

// never is the conflict with a revision that no stream reaches.
func (l *Log) never(ctx context.Context, stream string, after domain.Revision) error {
	conflict := &eventstore.ConflictError{Stream: stream, Want: after}
	for r, err := range l.Read(ctx, stream, 0) {
		if err != nil {
			return err
		}
		conflict.Have = r.Revision
	}
	return conflict
}
