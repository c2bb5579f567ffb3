package feed

import (
	"context"
	"iter"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// counting is a log that knows how often it is followed.
type counting struct {
	*eventstore.Memory
	follows atomic.Int32
	batches atomic.Int32
}

func (c *counting) Follow(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
	c.follows.Add(1)
	return func(yield func(eventstore.Batch, error) bool) {
		for b, err := range c.Memory.Follow(ctx, after) {
			c.batches.Add(1)
			if !yield(b, err) {
				return
			}
		}
	}
}

func subscribe(t *testing.T, log eventstore.Log, names ...string) map[string]<-chan *message.Message {
	t.Helper()
	var all []Consumer
	for _, name := range names {
		all = append(all, Consumer{Name: name, Types: []string{"test.happened"}, FromStart: true})
	}
	s := NewSubscriber(log, newNotebook(), silent, quick, uuid.New(), all...)
	t.Cleanup(func() { _ = s.Close() })
	out := map[string]<-chan *message.Message{}
	for _, name := range names {
		messages, err := s.Subscribe(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = messages
	}
	return out
}

// The slow one has one event in hand and never says that it is done; the lanes and the slack behind it are long full.
func TestASlowConsumerHoldsUpNobody(t *testing.T) {
	t.Parallel()
	log := eventstore.NewMemory()
	out := subscribe(t, log, "slow", "quick")
	write(t, log, "test-0", "test.happened", 1)
	stuck := next(t, out["slow"])
	next(t, out["quick"]).Ack()
	n := 4 * quick.Queue * quick.Lanes
	for i := range n {
		write(t, log, "test-"+strconv.Itoa(i%7), "test.ignored", 1)
		write(t, log, "test-"+strconv.Itoa(i%7), "test.happened", 1)
		next(t, out["quick"]).Ack()
	}
	stuck.Ack()
	for range n {
		next(t, out["slow"]).Ack()
	}
	none(t, out["slow"])
}

// One reads for all that keep up: an event is read once, not once for each.
func TestWhoeverKeepsUpReadsTogether(t *testing.T) {
	t.Parallel()
	log := &counting{Memory: eventstore.NewMemory()}
	write(t, log, "test-old", "test.happened", 3)
	names := []string{"a", "b", "c", "d"}
	out := subscribe(t, log, names...)
	for _, name := range names {
		for range 3 {
			next(t, out[name]).Ack()
		}
	}
	eventually(t, "all have joined", func() bool { return log.follows.Load() == int32(len(names)+1) })
	time.Sleep(10 * time.Millisecond)
	before := log.batches.Load()
	const more = 20
	for i := range more {
		write(t, log, "test-"+strconv.Itoa(i), "test.happened", 1)
		for _, name := range names {
			next(t, out[name]).Ack()
		}
	}
	if read := log.batches.Load() - before; read > more+2*int32(len(names)) { // one that joins late has one more
		t.Errorf("%d events were read in %d batches", more, read)
	}
}

// Consumers join and fall behind at random: each sees every event once, in order, and nobody keeps more than the slack.
func TestWhoeverFallsBehindMissesNothing(t *testing.T) {
	t.Parallel()
	log := eventstore.NewMemory()
	s := newShared(log, 0)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go s.run(ctx)
	var all sync.WaitGroup
	const events = 300
	for i := range 6 {
		all.Go(func() {
			var seen []domain.Revision
			for b, err := range s.follow(ctx, 0) {
				if err != nil {
					t.Error(err)
					return
				}
				for _, r := range b.Events {
					seen = append(seen, r.Revision)
				}
				if len(seen) >= events {
					break
				}
				time.Sleep(time.Duration(i) * 200 * time.Microsecond)
			}
			for n, r := range seen {
				if r != domain.Revision(n+1) {
					t.Errorf("consumer %d saw revision %d as its %dth", i, r, n+1)
					return
				}
			}
			if len(seen) != events {
				t.Errorf("consumer %d saw %d events", i, len(seen))
			}
		})
	}
	for range events {
		write(t, log, "test-a", "test.happened", 1)
	}
	all.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.tails) != 0 {
		t.Errorf("%d are still fed after they left", len(s.tails))
	}
}

// Who joins may have read by itself what the shared reader hands out next.
func TestWhoeverJoinsIsGivenNothingTwice(t *testing.T) {
	t.Parallel()
	log := eventstore.NewMemory()
	write(t, log, "test-a", "test.happened", 4)
	var events []eventstore.Recorded
	for r := range log.Read(t.Context(), "test-a", 0) {
		events = append(events, r)
	}
	s, got := newShared(log, 0), make(chan eventstore.Batch)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() {
		for b := range s.follow(ctx, events[2].Position) {
			got <- b
		}
	}()
	eventually(t, "it has joined", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.tails) == 1
	})
	s.hand(eventstore.Batch{Events: events[:2], Through: events[1].Position})
	s.hand(eventstore.Batch{Events: events[2:], Through: events[3].Position})
	if b := <-got; len(b.Events) != 1 || b.Events[0].Revision != 4 || b.Through != events[3].Position {
		t.Errorf("given %+v", b)
	}
}
