package projectiontest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// Move is a command and who asks for it.
type Move[C any] struct {
	Command C
	By      domain.Actor
}

// Play asks an aggregate for one thing after the other, an hour apart, and lets happen what it decides; what it refuses
// does not happen. The state in which that ends is what the rows must say.
func Play[S, C any, E domain.Event](
	t testing.TB, b *Bench, d domain.Decider[S, C, E], id string, from time.Time, moves int, next func(S, time.Time) Move[C],
) (s S) {
	t.Helper()
	life, s := live(d, id, from, moves, next)
	for _, h := range life {
		b.Happen(h.Stream, h.Act.At, h.Events...)
	}
	return s
}

// Happening is what one act did to one stream.
type Happening struct {
	Stream string
	Act    domain.Act
	Events []domain.Event
}

func live[S, C any, E domain.Event](
	d domain.Decider[S, C, E], id string, from time.Time, moves int, next func(S, time.Time) Move[C],
) (life []Happening, s S) {
	stream := d.Category + "-" + id
	for i := range moves {
		at := from.Add(time.Duration(i) * time.Hour)
		m := next(s, at)
		id := uuid.NewSHA1(uuid.Nil, []byte(stream+at.String()))
		act := domain.Act{ID: id, By: m.By, At: at, Thread: id, Input: append(id[:], id[:]...)}
		events, err := d.Decide(s, m.Command, act)
		if err != nil || len(events) == 0 {
			continue
		}
		h := Happening{Stream: stream, Act: act}
		for _, e := range events {
			h.Events = append(h.Events, e)
			s = d.Evolve(s, e)
		}
		life = append(life, h)
	}
	return life, s
}
