package outbox

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/eventstore"
)

// Decoder is the part of the codec that senders need.
type Decoder interface {
	Fact(r eventstore.Recorded) (domain.Fact, error)
}

// story is a delivery as its stream tells it: what was asked for, and what has become of it.
type story struct {
	state     delivery.State
	asked     domain.Fact
	request   delivery.Requested
	requested time.Time
	retryAt   time.Time // after a temporary failure
}

// Request is the first event of a delivery's stream: what was asked for, and in answer to what.
func Request(ctx context.Context, log eventstore.Log, codec Decoder, id uuid.UUID) (domain.Fact, delivery.Requested, error) {
	s, err := read(ctx, log, codec, id)
	return s.asked, s.request, err
}

var errNoStory = errors.New("the delivery's stream does not begin with a request")

// read folds the stream: the truth, whatever the list of due deliveries says.
func read(ctx context.Context, log eventstore.Log, codec Decoder, id uuid.UUID) (s story, err error) {
	for r, err := range log.Read(ctx, eventstore.Stream(delivery.Decider.Category, id.String()), 0) {
		if err != nil {
			return s, err
		}
		fact, err := codec.Fact(r)
		if err != nil {
			return s, err
		}
		event, ok := fact.Event.(delivery.Event)
		if !ok {
			return s, errNoStory
		}
		s.state = delivery.Decider.Evolve(s.state, event)
		switch e := event.(type) {
		case delivery.Requested:
			was, err := fact.Act()
			if err != nil {
				return s, err
			}
			s.asked, s.request, s.requested = fact, e, was.At
		case delivery.Failed:
			s.retryAt = e.RetryAt
		}
	}
	if !s.state.Requested {
		return s, errNoStory
	}
	return s, nil
}

// act names what the sender does to the delivery: the same step is the same act, whichever server takes it.
func (s story) act(step string, now time.Time) (domain.Act, error) {
	return domain.Reaction(s.asked, "sender", step, now)
}
