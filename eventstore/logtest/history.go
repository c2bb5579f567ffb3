package logtest

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// history is what concurrent callers asked and were answered, stream by stream.
type history struct {
	begun   time.Time
	streams []string

	mu    sync.Mutex
	tried []numbered
	ids   map[uuid.UUID]int // a number for each event
	calls map[string][]porcupine.Operation
}

// numbered is an append whose events have numbers.
type numbered struct {
	attempt
	numbers []int
}

func (h *history) now() int64 { return int64(time.Since(h.begun)) }

// attempt notes an append that is about to be made, so that others may repeat it.
func (h *history) attempt(a attempt) numbered {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := numbered{attempt: a}
	for _, e := range a.events {
		h.ids[e.ID] = len(h.ids) + 1
		n.numbers = append(n.numbers, h.ids[e.ID])
	}
	h.tried = append(h.tried, n)
	return n
}

func (h *history) anyAttempt() (a numbered, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.tried) == 0 {
		return a, false
	}
	return h.tried[rand.IntN(len(h.tried))], true
}

// note keeps a call. Nobody knows when an unknown outcome came about: it is open to the end.
func (h *history) note(caller int, stream string, call int64, in asked, out answered) {
	end := h.now()
	if out.unknown {
		end = math.MaxInt64
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls[stream] = append(h.calls[stream], porcupine.Operation{ClientId: caller, Input: in, Call: call, Output: out, Return: end})
}

// numbers of events; 0 for one that nobody has tried to append.
func (h *history) numbers(events []eventstore.Recorded) (n []int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range events {
		n = append(n, h.ids[r.ID])
	}
	return n
}

// caller asks one thing after the other, and remembers where it last saw each stream.
type caller struct {
	history  *history
	log      eventstore.Log
	number   int
	believes map[string]int
}

func (c *caller) ask(ctx context.Context) error {
	stream := c.history.streams[rand.IntN(len(c.history.streams))]
	switch dice := rand.IntN(10); {
	case dice < 3:
		return c.read(ctx, stream)
	case dice < 5:
		if a, ok := c.history.anyAttempt(); ok {
			return c.append(ctx, a)
		}
	case dice < 6: // leaves, perhaps too early
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, rand.N(4*time.Millisecond))
		defer cancel()
	}
	return c.append(ctx, c.history.attempt(attempt{stream, domain.Revision(c.believes[stream]), events(1 + rand.IntN(2))}))
}

func (c *caller) read(ctx context.Context, stream string) error {
	after := rand.IntN(c.believes[stream] + 1)
	call := c.history.now()
	got, err := collect(c.log.Read(ctx, stream, domain.Revision(after)))
	if errors.Is(err, eventstore.ErrAway) {
		return nil // it said nothing
	}
	if err != nil {
		return err
	}
	c.believes[stream] = max(c.believes[stream], after+len(got))
	c.history.note(c.number, stream, call, asked{after: after}, answered{read: c.history.numbers(got)})
	return nil
}

func (c *caller) append(ctx context.Context, a numbered) error {
	in := asked{append: true, after: int(a.after), events: a.numbers}
	call := c.history.now()
	told, err := c.log.Append(ctx, a.stream, a.after, a.events)
	out := answered{revision: int(told.Revision)}
	var conflict *eventstore.ConflictError
	switch {
	case errors.Is(err, eventstore.ErrUnknown):
		out.unknown = true
	case errors.As(err, &conflict):
		out = answered{conflict: true, revision: int(conflict.Have)}
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return nil // nothing was sent: if it was written after all, no order explains the reads
	case err != nil:
		return err
	}
	if !out.unknown {
		c.believes[a.stream] = max(c.believes[a.stream], out.revision)
	}
	c.history.note(c.number, a.stream, call, in, out)
	return nil
}
