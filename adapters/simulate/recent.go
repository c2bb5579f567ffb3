package simulate

import (
	"container/list"
	"context"
	"errors"
	"iter"
	"sync"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// recent is a log that remembers the streams which were read or written last, so that a command need not ask the store for
// what this process has just written. If somebody else wrote there the store says so: an append conflicts, and what was
// remembered is forgotten.
type recent struct {
	eventstore.Log

	mu      sync.Mutex
	streams map[string]*list.Element
	used    *list.List // of *remembered, the last used first
}

// remembered is a whole stream.
type remembered struct {
	name   string
	events []eventstore.Recorded
}

// mostStreams are remembered: those of some thousand people and cases, about 200 MB.
const mostStreams = 20_000

func newRecent(log eventstore.Log) *recent {
	return &recent{Log: log, streams: map[string]*list.Element{}, used: list.New()}
}

// Read implements eventstore.Log.
func (r *recent) Read(ctx context.Context, stream string, after domain.Revision) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		events, known := r.get(stream)
		if !known {
			for e, err := range r.Log.Read(ctx, stream, 0) {
				if err != nil {
					yield(e, err)
					return
				}
				events = append(events, e)
			}
			r.put(stream, events)
		}
		for _, e := range events[min(int(after), len(events)):] {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Append implements eventstore.Log.
func (r *recent) Append(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (eventstore.Appended, error) {
	a, err := r.Log.Append(ctx, stream, after, events)
	if conflict := (*eventstore.ConflictError)(nil); errors.As(err, &conflict) || err == nil && a.Revision != after+domain.Revision(len(events)) {
		r.forget(stream)
	}
	if err != nil {
		return a, err
	}
	if known, ok := r.get(stream); ok && len(known) == int(after) {
		for i, e := range events {
			// The store tells the position of the last event only; that of the others nobody asks for.
			known = append(known, eventstore.Recorded{Event: e, Stream: stream, Revision: after + domain.Revision(i) + 1, Position: a.Position})
		}
		r.put(stream, known)
	}
	return a, nil
}

func (r *recent) get(stream string) ([]eventstore.Recorded, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, ok := r.streams[stream]
	if !ok {
		return nil, false
	}
	r.used.MoveToFront(at)
	return at.Value.(*remembered).events, true
}

func (r *recent) put(stream string, events []eventstore.Recorded) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at, ok := r.streams[stream]; ok {
		at.Value.(*remembered).events = events
		r.used.MoveToFront(at)
		return
	}
	r.streams[stream] = r.used.PushFront(&remembered{stream, events})
	if r.used.Len() > mostStreams {
		last := r.used.Back()
		delete(r.streams, last.Value.(*remembered).name)
		r.used.Remove(last)
	}
}

func (r *recent) forget(stream string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at, ok := r.streams[stream]; ok {
		delete(r.streams, stream)
		r.used.Remove(at)
	}
}
