package eventstore

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

const (
	memoryMaxAppend = 1 << 20
	memoryBatch     = 100
)

// Memory is a log for tests. Its positions have holes on purpose: what counts on density fails its first unit test.
type Memory struct {
	id uuid.UUID

	mu      sync.Mutex
	all     []Recorded
	streams map[string][]Recorded
	changed chan struct{} // closed and replaced when the log grows or closes
	closed  bool
}

var _ Log = (*Memory)(nil)

// NewMemory is an empty log.
func NewMemory() *Memory {
	return &Memory{id: uuid.New(), streams: map[string][]Recorded{}, changed: make(chan struct{})}
}

// Info describes the log.
func (m *Memory) Info(ctx context.Context) (Info, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.usable(ctx); err != nil {
		return Info{}, err
	}
	return Info{Store: m.id, Epoch: m.id, Head: m.head(), MaxAppend: memoryMaxAppend}, nil
}

// Read yields what the stream holds now.
func (m *Memory) Read(ctx context.Context, stream string, after domain.Revision) iter.Seq2[Recorded, error] {
	return func(yield func(Recorded, error) bool) {
		m.mu.Lock()
		err, events := m.usable(ctx), m.streams[stream]
		m.mu.Unlock()
		if err != nil {
			yield(Recorded{}, err)
			return
		}
		for _, r := range events[min(after, domain.Revision(len(events))):] {
			if err := ctx.Err(); err != nil {
				yield(Recorded{}, err)
				return
			}
			if !yield(clone(r), nil) {
				return
			}
		}
	}
}

// Append writes all events or none.
func (m *Memory) Append(ctx context.Context, stream string, after domain.Revision, events []Event) (Appended, error) {
	if err := Check(stream, events, memoryMaxAppend); err != nil {
		return Appended{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.usable(ctx); err != nil {
		return Appended{}, err
	}
	have := m.streams[stream]
	if after != domain.Revision(len(have)) {
		if last, ok := repeated(have, after, events); ok {
			return Appended{last.Revision, last.Position}, nil
		}
		return Appended{}, &ConflictError{stream, after, domain.Revision(len(have))}
	}
	return m.write(stream, after, events), nil
}

// repeated finds the last of these events where they would have been written.
func repeated(have []Recorded, after domain.Revision, events []Event) (last Recorded, ok bool) {
	if n := domain.Revision(len(have)); after > n || n-after < domain.Revision(len(events)) {
		return last, false
	}
	for i, e := range events {
		if last = have[int(after)+i]; last.ID != e.ID {
			return last, false
		}
	}
	return last, true
}

func (m *Memory) write(stream string, after domain.Revision, events []Event) Appended {
	now := domain.Instant(time.Now())
	if n := len(m.all); n > 0 && now.Before(m.all[n-1].Stored) {
		now = m.all[n-1].Stored
	}
	var last Recorded
	for i, e := range events {
		hole := 7 + domain.Position(len(m.all)%3)
		last = clone(Recorded{e, stream, after + domain.Revision(i) + 1, m.head() + hole, now})
		m.all = append(m.all, last)
		m.streams[stream] = append(m.streams[stream], last)
	}
	m.wake()
	return Appended{last.Revision, last.Position}
}

// Follow yields batches of at most a hundred events.
func (m *Memory) Follow(ctx context.Context, after domain.Position) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		for first := true; ; first = false {
			b, changed, err := m.next(ctx, after)
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				yield(Batch{}, err)
				return
			}
			after = b.Through
			if (first || len(b.Events) > 0) && !yield(b, nil) {
				return
			}
			if !b.CaughtUp {
				continue
			}
			select {
			case <-changed:
			case <-ctx.Done():
				return
			}
		}
	}
}

func (m *Memory) next(ctx context.Context, after domain.Position) (b Batch, changed chan struct{}, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.usable(ctx); err != nil {
		return b, nil, err
	}
	if head := m.head(); after > head {
		return b, nil, fmt.Errorf("%w: %d of %d", ErrAhead, after, head)
	}
	at, _ := slices.BinarySearchFunc(m.all, after+1, func(r Recorded, p domain.Position) int {
		return int(int64(r.Position) - int64(p))
	})
	rest := m.all[at:]
	b = Batch{Through: after, CaughtUp: len(rest) <= memoryBatch}
	for _, r := range rest[:min(len(rest), memoryBatch)] {
		b.Events, b.Through = append(b.Events, clone(r)), r.Position
	}
	return b, m.changed, nil
}

// Close ends every follower.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.closed {
		m.closed = true
		m.wake()
	}
	return nil
}

func (m *Memory) usable(ctx context.Context) error {
	if m.closed {
		return ErrClosed
	}
	return ctx.Err()
}

func (m *Memory) head() domain.Position {
	if n := len(m.all); n > 0 {
		return m.all[n-1].Position
	}
	return 0
}

func (m *Memory) wake() {
	close(m.changed)
	m.changed = make(chan struct{})
}

// clone keeps the log's bytes apart from the caller's.
func clone(r Recorded) Recorded {
	r.Data, r.Meta = bytes.Clone(r.Data), bytes.Clone(r.Meta)
	return r
}
