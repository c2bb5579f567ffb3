package feed

import (
	"context"
	"hash/fnv"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// subscription is one consumer at work.
type subscription struct {
	consumer Consumer
	feed     *Subscriber
	out      chan *message.Message
	progress progress
	seen     map[string]domain.Position // for each type that it wants, up to where its events are answered
	saved    domain.Position            // touched by one goroutine at a time: claim, the saver, the last save

	mu     sync.Mutex
	parked map[string]bool
	slope  slope
}

// job is an event in a lane.
type job struct {
	event eventstore.Recorded
	mark  *underway
}

func newSubscription(c Consumer, s *Subscriber) *subscription {
	return &subscription{consumer: c, feed: s, out: make(chan *message.Message)}
}

func (s *subscription) resume(at Stand) {
	s.saved, s.seen = at.Through, at.Seen
	s.progress.passed(at.Through)
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

func (s *subscription) mayPark(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.slope.bears(now)
}

// begin forgets what was learned before, and learns from the ledger which streams are parked.
func (s *subscription) begin(ctx context.Context) error {
	var parked []string
	err := s.persist(ctx, func() (err error) {
		parked, err = s.feed.ledger.Parked(ctx, s.consumer.Name)
		return err
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slope, s.parked = slope{}, map[string]bool{}
	for _, stream := range parked {
		s.parked[stream] = true
	}
	return err
}
