package logtest

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

var brokenAppends = []breakage{
	{"a conflict names the wrong revision", expectations, conflicting(func(_ *bent, c *eventstore.ConflictError, _ []eventstore.Event) (eventstore.Appended, error) {
		c.Have--
		return eventstore.Appended{}, c
	})},
	{"an append goes to the end whatever it expects", expectations, conflicting(func(b *bent, c *eventstore.ConflictError, e []eventstore.Event) (eventstore.Appended, error) {
		return b.Log.Append(context.Background(), c.Stream, c.Have, e)
	})},
	{"a refused append leaves one half", expectations, conflicting(func(b *bent, c *eventstore.ConflictError, e []eventstore.Event) (eventstore.Appended, error) {
		_, _ = b.Log.Append(context.Background(), c.Stream, c.Have, e[:(len(e)+1)/2])
		return eventstore.Appended{}, c
	})},
	{"an append answers that it was written, and half of it was", likeTheModel, bend(func(b *bent) {
		b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
			if len(e) == 4 {
				a, err := b.Log.Append(ctx, stream, after, e[:2])
				a.Revision = after + domain.Revision(len(e))
				return a, err
			}
			return b.Log.Append(ctx, stream, after, e)
		}
	})},
	{"a repeat is written anew", repeats, repeating(func(b *bent, a eventstore.Appended, stream string, e []eventstore.Event) (eventstore.Appended, error) {
		end, _ := collect(b.Log.Read(context.Background(), stream, 0))
		return b.Log.Append(context.Background(), stream, domain.Revision(len(end)), e)
	})},
	{"a repeat is taken by its first id", halfRepeated, conflicting(func(b *bent, c *eventstore.ConflictError, e []eventstore.Event) (eventstore.Appended, error) {
		there, _ := collect(b.Log.Read(context.Background(), c.Stream, c.Want))
		if len(there) > 0 && there[0].ID == e[0].ID {
			return eventstore.Appended{Revision: c.Want + domain.Revision(len(e)), Position: there[0].Position}, nil
		}
		return eventstore.Appended{}, c
	})},
	{"a repeat is answered where the log is by now", repeatAfterMore, repeating(func(b *bent, a eventstore.Appended, _ string, _ []eventstore.Event) (eventstore.Appended, error) {
		now, err := b.Log.Info(context.Background())
		a.Position = now.Head
		return a, err
	})},
	{"a repeat is answered without a position", repeatAtOnce, repeating(func(_ *bent, a eventstore.Appended, _ string, _ []eventstore.Event) (eventstore.Appended, error) {
		a.Position = 0
		return a, nil
	})},
	{"an id is taken for the same wherever it is", sameIDsElsewhere, bend(func(b *bent) {
		known := map[string]eventstore.Appended{}
		b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (a eventstore.Appended, err error) {
			a, ok := known[e[0].ID.String()]
			if !ok {
				a, err = b.Log.Append(ctx, stream, after, e)
				known[e[0].ID.String()] = a
			}
			return a, err
		}
	})},
	{"a missing id is made up", malformed, bend(func(b *bent) {
		b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
			if e = slices.Clone(e); len(e) > 0 && e[0].ID == uuid.Nil {
				e[0].ID = uuid.New()
			}
			return b.Log.Append(ctx, stream, after, e)
		}
	})},
	{"the limit is not what Info says", tooLarge, bend(func(b *bent) {
		b.info = func(ctx context.Context) (eventstore.Info, error) {
			i, err := b.Log.Info(ctx)
			i.MaxAppend--
			return i, err
		}
	})},
	{"two win", oneWriterWins, func() Instance {
		now := everySo(50)
		return conflicting(func(_ *bent, c *eventstore.ConflictError, e []eventstore.Event) (eventstore.Appended, error) {
			if now() {
				return eventstore.Appended{Revision: c.Have, Position: 1}, nil
			}
			return eventstore.Appended{}, c
		})()
	}},
	{"who won is told that he lost", linearizable, bend(func(b *bent) {
		now := everySo(20)
		b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
			a, err := b.Log.Append(ctx, stream, after, e)
			if err == nil && now() {
				return eventstore.Appended{}, &eventstore.ConflictError{Stream: stream, Want: after, Have: a.Revision}
			}
			return a, err
		}
	})},
	{"whitespace is taken out of bytes", exactBytes, bend(func(b *bent) {
		b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
			e = slices.Clone(e)
			for i := range e {
				e[i].Meta = bytes.TrimSpace(e[i].Meta)
			}
			return b.Log.Append(ctx, stream, after, e)
		}
	})},
	{"who left without an answer was served", leavingCallers, bend(func(b *bent) {
		b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
			a, err := b.Log.Append(context.WithoutCancel(ctx), stream, after, e)
			time.Sleep(time.Millisecond)
			if ctx.Err() != nil {
				return eventstore.Appended{}, ctx.Err()
			}
			return a, err
		}
	})},
	{"an append does not look at its context", endedContexts, bend(func(b *bent) {
		b.append = func(ctx context.Context, stream string, after domain.Revision, e []eventstore.Event) (eventstore.Appended, error) {
			return b.Log.Append(context.WithoutCancel(ctx), stream, after, e)
		}
	})},
}
