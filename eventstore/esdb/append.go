package esdb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Append writes at an exact revision, never at "any": only then does the server compare ids with what it stored, and not
// with what it happens to remember.
func (l *Log) Append(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (eventstore.Appended, error) {
	if err := l.fits(stream, events); err != nil {
		return eventstore.Appended{}, err
	}
	if err := ctx.Err(); err != nil {
		return eventstore.Appended{}, err
	}
	if err := l.enter(); err != nil {
		return eventstore.Appended{}, err
	}
	defer l.leave()
	a := eventstore.Appended{Revision: after + domain.Revision(len(events))}
	if eventstore.Beyond(after) {
		return eventstore.Appended{}, l.conflict(ctx, stream, after)
	}
	written, err := l.write(ctx, stream, after, proposed(events))
	for n := 0; faultOf(err) == conflict; n++ {
		if err := l.conflict(ctx, stream, after); err != nil {
			return eventstore.Appended{}, err
		}
		if !sleep(ctx, pause(n)) { // a server that is behind may say so for a while
			return eventstore.Appended{}, ctx.Err()
		}
		written, err = l.write(ctx, stream, after, proposed(events))
	}
	switch {
	case err != nil:
		return eventstore.Appended{}, err
	case domain.Revision(written.NextExpectedVersion)+1 != a.Revision:
		return eventstore.Appended{}, fmt.Errorf("%w: %s was deleted once, its numbers go on at %d; take $tb from its metadata",
			eventstore.ErrHole, stream, written.NextExpectedVersion)
	}
	if a.Position = position(written.CommitPosition); a.Position == 0 {
		a.Position, err = patient(ctx, func() (domain.Position, error) { return l.positionOf(ctx, stream, a.Revision) })
	}
	if err != nil {
		return eventstore.Appended{}, fmt.Errorf("%w: it is written, its position is not known: %w", eventstore.ErrUnknown, err)
	}
	l.answered(a.Position)
	return a, nil
}

// write repeats an unknown outcome with the same ids and bytes until the context ends: what was written the first time
// is recognized.
func (l *Log) write(ctx context.Context, stream string, after domain.Revision, events []vendor.EventData) (*vendor.WriteResult, error) {
	var expected vendor.ExpectedRevision = vendor.NoStream{}
	if after > 0 {
		expected = vendor.Revision(uint64(after) - 1)
	}
	sent := false
	for n := 0; ; n++ {
		written, err := call(ctx, l.client, func(ctx context.Context, c *vendor.Client) (*vendor.WriteResult, error) {
			return c.AppendToStream(ctx, stream, vendor.AppendToStreamOptions{ExpectedRevision: expected}, events...)
		})
		if err == nil || faultOf(err) == conflict {
			return written, err
		}
		sure := !sent // that nothing was written
		sent = sent || !errors.Is(err, errUnsent)
		switch faultOf(err) {
		case closed:
			return nil, unknown(sent, err)
		case forbidden:
			return nil, unknown(!sure, fmt.Errorf("%w: %w", eventstore.ErrForbidden, err))
		case refusing, deleted, missing:
			return nil, unknown(!sure, fmt.Errorf("appending: %w", err))
		}
		if ctx.Err() == nil {
			l.options.Logger.Warn("an append will be repeated", "error", err)
		}
		if !sleep(ctx, pause(n)) {
			return nil, unknown(sent, ctx.Err())
		}
	}
}

func unknown(is bool, err error) error {
	if is {
		return fmt.Errorf("%w: %w", eventstore.ErrUnknown, err)
	}
	return err
}

// conflict is what a stale writer is told: where the stream is. Nil: it has come to where he expects it since.
func (l *Log) conflict(ctx context.Context, stream string, after domain.Revision) error {
	have, err := patient(ctx, func() (domain.Revision, error) { return l.revision(ctx, stream) })
	if err != nil || have == after {
		return err
	}
	return &eventstore.ConflictError{Stream: stream, Want: after, Have: have}
}

// fits refuses what cannot be kept, before it is sent: of what is too large the server only says that the connection
// broke.
func (l *Log) fits(stream string, events []eventstore.Event) error {
	if err := eventstore.Check(stream, events, l.maxAppend()); err != nil {
		return err
	}
	size := 0
	for _, e := range events {
		if system(e.Type) {
			return fmt.Errorf("%w: type %q is the event store's own", eventstore.ErrMalformed, e.Type)
		}
		size += len(e.Data) + len(e.Meta) + typeBytes(e.Type)
	}
	switch {
	case system(stream) || stream == originStream:
		return fmt.Errorf("%w: stream %q is the event store's own", eventstore.ErrMalformed, stream)
	case size > l.ceiling:
		return fmt.Errorf("%w: with the names of its types %d bytes of at most %d", eventstore.ErrTooLarge, size, l.ceiling)
	}
	return nil
}

// typeBytes is what a type counts for in the size of an append.
func typeBytes(eventType string) int { return 2 * len(eventType) }

// maxAppend leaves room for the names of types, which servers of 2025 count too.
func (l *Log) maxAppend() int { return l.ceiling - l.ceiling/16 }

// system says that a stream or a type is the event store's own.
func system(name string) bool { return strings.HasPrefix(name, "$") }

func proposed(events []eventstore.Event) []vendor.EventData {
	data := make([]vendor.EventData, len(events))
	for i, e := range events {
		data[i] = vendor.EventData{EventID: e.ID, EventType: e.Type, Data: e.Data, Metadata: e.Meta}
		if json.Valid(e.Data) {
			data[i].ContentType = vendor.ContentTypeJson // shown as such in the event store's own pages
		}
	}
	return data
}

// answered remembers how far the log goes at least.
func (l *Log) answered(p domain.Position) {
	for {
		known := l.reached.Load()
		if uint64(p) <= known || l.reached.CompareAndSwap(known, uint64(p)) {
			return
		}
	}
}
