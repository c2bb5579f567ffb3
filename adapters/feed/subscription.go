package feed

import (
	"context"
	"hash/fnv"
	"sync"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// subscription is one consumer at work.
type subscription struct {
	consumer Consumer
	feed     *Subscriber
	out      chan *message.Message
	lanes    []chan job
	progress progress
	slope    slope
	from     domain.Position // its own checkpoint at the start; others may be behind it
	saved    domain.Position // touched by one goroutine at a time: claim, the saver, the last save

	mu     sync.Mutex
	parked map[string]bool
}

// job is an event in a lane.
type job struct {
	event eventstore.Recorded
	mark  *underway
}

func newSubscription(c Consumer, s *Subscriber) *subscription {
	sub := &subscription{consumer: c, feed: s, out: make(chan *message.Message), parked: map[string]bool{}}
	for range s.pace.Lanes {
		sub.lanes = append(sub.lanes, make(chan job, s.pace.Queue))
	}
	return sub
}

func (s *subscription) resume(at domain.Position, parked []string) {
	s.from, s.saved = at, at
	s.progress.passed(at)
	for _, stream := range parked {
		s.parked[stream] = true
	}
}

// start runs the lanes. They end when they are closed and empty, or with the context.
func (s *subscription) start(ctx context.Context, running *sync.WaitGroup, stop context.CancelCauseFunc) {
	for _, lane := range s.lanes {
		running.Go(func() {
			for j := range lane {
				if ctx.Err() != nil {
					continue // not done: it stays below the checkpoint
				}
				if err := s.deliver(ctx, j); err != nil {
					stop(err)
				}
			}
		})
	}
}

func (s *subscription) close() {
	for _, lane := range s.lanes {
		close(lane)
	}
}

// offer puts an event into its stream's lane, unless it is none of this consumer's business.
func (s *subscription) offer(ctx context.Context, before domain.Position, r eventstore.Recorded) {
	if r.Position <= s.from || !s.consumer.wants(r.Type) {
		return
	}
	j := job{event: r, mark: s.progress.begin(max(before, s.from))}
	select {
	case s.lanes[laneOf(r.Stream, len(s.lanes))] <- j:
	case <-ctx.Done():
	}
}

func laneOf(stream string, lanes int) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(stream))
	return int(h.Sum32() % uint32(lanes))
}

func (s *subscription) isParked(stream string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.parked[stream]
}

func (s *subscription) setParked(stream string, is bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.parked[stream] = is
}
