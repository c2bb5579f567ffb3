package eventstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/casetrail/casetrail/domain"
)

// tries is how often a command is decided when others write to the same stream.
const tries = 8

// Handler is the one command handler: read, fold, decide, append at the revision read, on conflict read on and decide anew.
type Handler[S, C any, E domain.Event] struct {
	log     Log
	codec   *Codec
	decider domain.Decider[S, C, E]
}

// NewHandler handles one kind of aggregate.
func NewHandler[S, C any, E domain.Event](log Log, codec *Codec, decider domain.Decider[S, C, E]) *Handler[S, C, E] {
	return &Handler[S, C, E]{log: log, codec: codec, decider: decider}
}

// Load folds the aggregate's stream.
func (h *Handler[S, C, E]) Load(ctx context.Context, id string) (domain.Loaded[S], error) {
	f := folded[S, E]{stream: Stream(h.decider.Category, id)}
	err := h.read(ctx, &f, domain.Act{})
	return f.Loaded, unavailable(err)
}

// Do decides on whatever has happened so far.
func (h *Handler[S, C, E]) Do(ctx context.Context, id string, command C, act domain.Act) (domain.Done[S, E], error) {
	done, err := h.do(ctx, id, nil, command, act)
	return done, unavailable(err)
}

// DoAt decides only on exactly this revision; any other is domain.ErrChanged.
func (h *Handler[S, C, E]) DoAt(ctx context.Context, id string, at domain.Revision, command C, act domain.Act) (domain.Done[S, E], error) {
	done, err := h.do(ctx, id, &at, command, act)
	return done, unavailable(err)
}

func (h *Handler[S, C, E]) do(ctx context.Context, id string, at *domain.Revision, command C, act domain.Act) (done domain.Done[S, E], err error) {
	f := folded[S, E]{stream: Stream(h.decider.Category, id)}
	for range tries {
		if err = h.read(ctx, &f, act); err != nil {
			return done, err
		}
		if len(f.mine) > 0 {
			return f.repeat(act)
		}
		if at != nil && *at != f.Revision {
			return done, domain.ErrChanged
		}
		done, err = h.attempt(ctx, f, at, command, act)
		if conflict := (*ConflictError)(nil); !errors.As(err, &conflict) {
			return done, err
		}
	}
	return domain.Done[S, E]{}, domain.ErrBusy
}

// attempt decides and appends once.
func (h *Handler[S, C, E]) attempt(ctx context.Context, f folded[S, E], at *domain.Revision, command C, act domain.Act) (done domain.Done[S, E], err error) {
	if act.At.Before(f.last) {
		act.At = f.last
	}
	events, err := h.decider.Decide(f.State, command, act)
	if err != nil {
		return done, err
	}
	if len(events) == 0 {
		return domain.Done[S, E]{State: f.State, Revision: f.Revision, Position: f.Position}, nil
	}
	var seen domain.Revision
	if at != nil {
		seen = *at
	}
	written, state := make([]domain.Event, len(events)), f.State
	for i, e := range events {
		written[i], state = e, h.decider.Evolve(state, e)
	}
	stored, err := h.codec.Encode(ctx, f.stream, act, seen, written)
	if err != nil {
		return done, err
	}
	end, err := h.log.Append(ctx, f.stream, f.Revision, stored)
	if err != nil {
		return done, err
	}
	return domain.Done[S, E]{State: state, Events: events, Revision: end.Revision, Position: end.Position}, refusal(events)
}

// folded is a stream as far as it was read, and what one act wrote there.
type folded[S any, E domain.Event] struct {
	domain.Loaded[S]
	stream string
	last   time.Time // of the last act
	mine   []E
	input  []byte
	end    Appended // of mine
}

// read folds what came after the revision reached so far.
func (h *Handler[S, C, E]) read(ctx context.Context, f *folded[S, E], act domain.Act) error {
	for r, err := range h.log.Read(ctx, f.stream, f.Revision) {
		if err != nil {
			return err
		}
		event, err := h.codec.Decode(r)
		if errors.Is(err, ErrUnknownType) {
			return fmt.Errorf("%w (%w)", domain.ErrNewer, err)
		}
		if err != nil {
			return err
		}
		e, ok := event.(E)
		if !ok {
			return fmt.Errorf("event %s of type %q does not belong in a stream of %s", r.ID, r.Type, h.decider.Category)
		}
		meta, err := h.codec.Meta(r)
		if err != nil {
			return err
		}
		f.State, f.Revision, f.Position, f.last = h.decider.Evolve(f.State, e), r.Revision, r.Position, meta.At
		if meta.Act == act.ID {
			f.mine, f.input, f.end = append(f.mine, e), meta.Input, Appended{r.Revision, r.Position}
		}
	}
	return nil
}

// repeat answers what the act was answered the first time.
func (f folded[S, E]) repeat(act domain.Act) (domain.Done[S, E], error) {
	if !bytes.Equal(f.input, act.Input) {
		return domain.Done[S, E]{}, domain.ErrKeyReused
	}
	return domain.Done[S, E]{
		State: f.State, Events: f.mine, Revision: f.end.Revision, Position: f.end.Position, Repeated: true,
	}, refusal(f.mine)
}

func refusal[E domain.Event](events []E) error {
	for _, e := range events {
		if r, ok := any(e).(domain.Refusal); ok {
			return r.Refused()
		}
	}
	return nil
}
