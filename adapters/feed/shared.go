package feed

import (
	"context"
	"iter"
	"slices"
	"sync"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// shared is one reader at the end of the log for all consumers that keep up. A consumer that is behind reads by itself
// until it has caught up; one that falls behind is let go and reads by itself again. So nobody waits for the slowest, and
// nobody keeps more of the log in memory than slack batches.
type shared struct {
	log eventstore.Log

	mu    sync.Mutex
	at    domain.Position // everything up to here has been handed out
	tails map[*tail]struct{}
	ended bool
}

// tail is what one consumer has still to do. It is closed when the consumer is let go.
type tail struct{ batches chan eventstore.Batch }

// slack is how many batches a consumer may be behind.
const slack = 16

func newShared(log eventstore.Log, at domain.Position) *shared {
	return &shared{log: log, at: at, tails: map[*tail]struct{}{}}
}

// run reads until ctx ends, or the log gives an error that waiting cannot cure: each consumer then meets it itself.
func (s *shared) run(ctx context.Context) {
	defer s.end()
	for b, err := range s.log.Follow(ctx, s.at) {
		if err != nil {
			return
		}
		s.hand(b)
	}
}

// follow is the log's Follow, without a word when there is nothing new at the start.
func (s *shared) follow(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
	return func(yield func(eventstore.Batch, error) bool) {
		goOn := func(b eventstore.Batch, err error) bool {
			after = max(after, b.Through)
			return yield(b, err) && err == nil
		}
		for ctx.Err() == nil {
			t := s.join(after)
			if t == nil && !s.alone(ctx, after, goOn) {
				return
			}
			if t != nil && !s.together(ctx, t, after, goOn) {
				return
			}
		}
	}
}

// alone reads the log until the consumer has come as far as the shared reader; false when the consumer wants no more.
func (s *shared) alone(ctx context.Context, after domain.Position, yield func(eventstore.Batch, error) bool) bool {
	for b, err := range s.log.Follow(ctx, after) {
		if !yield(b, err) {
			return false
		}
		if s.reached(b.Through) {
			return true
		}
	}
	return true
}

// together hands on what the shared reader reads until the consumer is let go; false when the consumer wants no more.
func (s *shared) together(ctx context.Context, t *tail, after domain.Position, yield func(eventstore.Batch, error) bool) bool {
	defer s.leave(t)
	for {
		select {
		case b, open := <-t.batches:
			if !open {
				return true
			}
			b.Events = b.Events[seenOf(b.Events, after):]
			if b.Through > after && !yield(b, nil) {
				return false
			}
		case <-ctx.Done():
			return false
		}
	}
}

// seenOf is how many of the events a consumer that joined at after has seen by itself.
func seenOf(events []eventstore.Recorded, after domain.Position) int {
	n := slices.IndexFunc(events, func(r eventstore.Recorded) bool { return r.Position > after })
	if n < 0 {
		return len(events)
	}
	return n
}

func (s *shared) reached(at domain.Position) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.ended && s.at <= at
}

// join answers nil when something was already handed out that the caller, who is at after, has not seen.
func (s *shared) join(after domain.Position) *tail {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || s.at > after {
		return nil
	}
	t := &tail{batches: make(chan eventstore.Batch, slack)}
	s.tails[t] = struct{}{}
	return t
}

func (s *shared) hand(b eventstore.Batch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = max(s.at, b.Through)
	for t := range s.tails {
		select {
		case t.batches <- b:
		default:
			s.letGo(t)
		}
	}
}

// leave is for a consumer that reads no further; one that was let go has left already.
func (s *shared) leave(t *tail) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, in := s.tails[t]; in {
		s.letGo(t)
	}
}

func (s *shared) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	for t := range s.tails {
		s.letGo(t)
	}
}

func (s *shared) letGo(t *tail) {
	delete(s.tails, t)
	close(t.batches)
}
