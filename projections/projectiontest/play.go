package projectiontest

import (
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
)

// Move is a command and the act that asks for it.
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
	for i := range moves {
		at := from.Add(time.Duration(i) * time.Hour)
		m := next(s, at)
		events, err := d.Decide(s, m.Command, domain.Act{By: m.By, At: at})
		if err != nil {
			continue
		}
		for _, e := range events {
			b.Happen(d.Category+"-"+id, at, e)
			s = d.Evolve(s, e)
		}
	}
	return s
}
