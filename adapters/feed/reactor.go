package feed

import (
	"context"
	"fmt"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Reactor turns one event into commands and nothing else. What it is given may come again; because its acts are derived
// from the event, answering again records nothing new.
type Reactor struct {
	Name      string        // stored with its checkpoint and in every act it makes: never changes
	Answers   []string      // stored names of the events it is given
	MaxAge    time.Duration // older events are skipped; zero: none is too old
	FromStart bool          // a new reactor, or a type new to it, starts at the head unless it says so
	// React is given the event with its personal fields sealed. act names a step of the answer.
	React func(ctx context.Context, f domain.Fact, act func(step string) domain.Act) error
}

func (x Reactor) consumer() Consumer {
	return Consumer{Name: x.Name, Types: x.Answers, FromStart: x.FromStart}
}

func consumers(of []Reactor) (all []Consumer) {
	for _, x := range of {
		all = append(all, x.consumer())
	}
	return all
}

// Decoder is the part of the codec that reactors need.
type Decoder interface {
	Fact(r eventstore.Recorded) (domain.Fact, error)
}

// handler decodes the event and lets the reactor answer it.
func (x Reactor) handler(codec Decoder, now func() time.Time) message.NoPublishHandlerFunc {
	return func(m *message.Message) error {
		recorded, err := Recorded(m)
		if err != nil {
			return err
		}
		fact, err := codec.Fact(recorded)
		if err != nil {
			return err
		}
		return x.Answer(m.Context(), fact, now())
	}
}

// Answer lets the reactor answer one event at this moment, unless the event is too old for it.
func (x Reactor) Answer(ctx context.Context, f domain.Fact, now time.Time) error {
	was, err := f.Act()
	if err != nil {
		return fmt.Errorf("event %s: %w", f.ID, err)
	}
	if x.MaxAge > 0 && now.Sub(was.At) > x.MaxAge {
		return nil
	}
	f.Act = func() (domain.Act, error) { return was, nil }
	return x.React(ctx, f, func(step string) domain.Act {
		act, _ := domain.Reaction(f, x.Name, step, now) // fails only as Act above
		return act
	})
}
