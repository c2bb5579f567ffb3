package domain

import (
	"context"
	"encoding/json"
	"fmt"
)

// A Decider is the whole behavior of one kind of aggregate. The zero S is the state before anything happened.
type Decider[S, C any, E Event] struct {
	Category string
	Decide   func(state S, command C, act Act) ([]E, error) // no I/O, no clock, no randomness, no keys
	Evolve   func(state S, event E) S                       // assigns; cannot fail; copes with erased fields
	Catalog  Catalog
	Errors   []*Error // every error that Decide or a refusal can give
}

// Replay folds events into the state that they leave.
func (d Decider[S, C, E]) Replay(events ...E) S {
	var s S
	for _, e := range events {
		s = d.Evolve(s, e)
	}
	return s
}

// Done is what an act left behind. Events, Revision and Position are the same for the first call and for every repeat.
type Done[S any, E Event] struct {
	State    S   // as it is now
	Events   []E // none: the act changed nothing
	Revision Revision
	Position Position // wait for this one; of the stream's last event when nothing was recorded
	Repeated bool
}

// Loaded is an aggregate as it is now.
type Loaded[S any] struct {
	State    S
	Revision Revision // 0: nothing has happened, there is no such thing
	Position Position
}

// Streams is all that a workflow or a reactor knows of an aggregate. eventstore.Handler is the one implementation.
type Streams[S, C any, E Event] interface {
	Load(ctx context.Context, id string) (Loaded[S], error)
	Do(ctx context.Context, id string, command C, act Act) (Done[S, E], error)
	// DoAt decides only on exactly this revision (If-Match); any other is ErrChanged, without a retry.
	DoAt(ctx context.Context, id string, at Revision, command C, act Act) (Done[S, E], error)
}

// Entry is one stored name and what decodes it.
type Entry struct {
	Type    string
	Decode  func(data []byte) (Event, error)
	Example Event // the zero value of what it decodes to
	Old     bool  // an earlier shape, read for ever and never written again
}

// Catalog is every stored name that an aggregate has ever used.
type Catalog []Entry

// Stored is the entry of an event that is written today.
func Stored[E Event]() Entry {
	var zero E
	return Entry{Type: zero.EventType(), Example: zero, Decode: func(data []byte) (Event, error) { return decode[E](zero.EventType(), data) }}
}

// Upcast is the entry of an earlier shape: old name, and how it becomes today's event.
func Upcast[Old any, New Event](oldType string, up func(Old) New) Entry {
	var zero New
	return Entry{Type: oldType, Example: zero, Old: true, Decode: func(data []byte) (Event, error) {
		old, err := decode[Old](oldType, data)
		if err != nil {
			return nil, err
		}
		return up(old), nil
	}}
}

func decode[T any](name string, data []byte) (v T, err error) {
	if err = json.Unmarshal(data, &v); err != nil {
		return v, fmt.Errorf("stored event %s does not decode: %w", name, err)
	}
	return v, nil
}
