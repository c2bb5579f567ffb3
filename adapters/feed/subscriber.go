package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/eventstore"
)

// Subscriber reads the log once for all its consumers. Subscribe to a topic that is a consumer's name; reading begins
// when every consumer has been subscribed to. It ends with Close, with the context of any subscription, or with an error
// (Err) that waiting cannot cure: all outputs are then closed.
type Subscriber struct {
	log       eventstore.Log
	ledger    Ledger
	logger    *slog.Logger
	pace      Pace
	owner     uuid.UUID
	consumers []Consumer

	mu      sync.Mutex
	open    map[string]*subscription
	closed  bool
	stop    context.CancelFunc
	ctx     context.Context
	working sync.WaitGroup
	failed  error
}

var _ message.Subscriber = (*Subscriber)(nil)

// Errors of a subscription.
var (
	ErrClosed       = errors.New("the subscriber is closed")
	ErrNoConsumer   = errors.New("no consumer has this name")
	ErrSubscribed   = errors.New("this consumer has been subscribed to already")
	errSubscription = errors.New("a subscription ended")
)

// NewSubscriber makes a subscriber for these consumers; owner is who saves their checkpoints, new for every take-over.
func NewSubscriber(log eventstore.Log, ledger Ledger, logger *slog.Logger, pace Pace, owner uuid.UUID, consumers ...Consumer) *Subscriber {
	ctx, stop := context.WithCancel(context.Background())
	return &Subscriber{
		log: log, ledger: ledger, logger: logger, pace: pace.withDefaults(), owner: owner, consumers: consumers,
		open: map[string]*subscription{}, ctx: ctx, stop: stop,
	}
}

// Subscribe answers the channel of a consumer's messages. It is closed when the context or the subscriber ends.
func (s *Subscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	c, err := s.consumer(topic)
	if err != nil {
		return nil, err
	}
	sub := newSubscription(c, s)
	s.open[topic] = sub
	context.AfterFunc(ctx, func() { s.end(errSubscription) })
	if len(s.open) < len(s.consumers) {
		return sub.out, nil
	}
	s.working.Add(1)
	go func() {
		defer s.working.Done()
		s.end(s.run(s.ctx))
		for _, sub := range s.open {
			close(sub.out)
		}
	}()
	return sub.out, nil
}

func (s *Subscriber) consumer(name string) (Consumer, error) {
	if s.open[name] != nil {
		return Consumer{}, fmt.Errorf("%w: %s", ErrSubscribed, name)
	}
	for _, c := range s.consumers {
		if c.Name == name {
			return c, nil
		}
	}
	return Consumer{}, fmt.Errorf("%w: %s", ErrNoConsumer, name)
}

// end stops the work; the first error that is not an ordinary end is kept.
func (s *Subscriber) end(why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ordinary := errors.Is(why, errSubscription) || s.closed
	s.closed = true
	if why != nil && !ordinary {
		s.failed = why
	}
	s.stop()
}

// Close stops and waits: afterwards checkpoints are saved and outputs closed. Twice is fine.
func (s *Subscriber) Close() error {
	s.end(nil)
	s.mu.Lock()
	started := len(s.open) == len(s.consumers) && len(s.open) > 0
	if !started {
		for name, sub := range s.open {
			close(sub.out)
			delete(s.open, name)
		}
	}
	s.mu.Unlock()
	s.working.Wait()
	return nil
}

// Err is what ended the subscriber, nil for an ordinary end.
func (s *Subscriber) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}
