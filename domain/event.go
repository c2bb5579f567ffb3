package domain

import (
	"time"

	"github.com/google/uuid"
)

// Revision counts the events of one stream: 0 is "nothing yet", 1 the first event.
type Revision uint64

// Position orders all events of one log. Compare it, store it, hand it on as a string; never add to it,
// subtract from it or assume that the next one is +1: only a log that says it is dense allows that.
type Position uint64

// Event is one thing that happened. EventType is its stored name, category.past_tense, written once and for ever.
type Event interface{ EventType() string }

// A Refusal is an event that records a no. The handler appends it and then answers its error, now and at every repeat.
type Refusal interface {
	Event
	Refused() *Error
}

// An Eraser is an event after which nothing readable may be left of these subjects: every read model blanks what it
// holds of them when it passes the event.
type Eraser interface {
	Event
	Erases() []uuid.UUID
}

// Fact is an event that happened, decoded once: what projections fold and reactors answer.
// Its personal fields stay sealed until somebody opens them.
type Fact struct {
	ID       uuid.UUID
	Stream   string
	Revision Revision
	Position Position
	Stored   time.Time // the store's clock: for lag only; rules and proofs use the act's time
	Event    Event
	Act      func() (Act, error) // decoded when asked: half the cost of an event is its metadata
}
