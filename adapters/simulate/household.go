package simulate

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"
)

// step is something that somebody does at a moment.
type step struct {
	at time.Time
	do func(ctx context.Context, p *player, at time.Time) error
}

// household is the holder of an account and the cases that this person filed, or one case whose party has no account.
// What happens in it happens in order.
type household struct {
	plan   Plan
	number int // its first case's
	random *rand.Rand
	steps  []step
	holder *person // nil: nobody signs up
	cases  []*filing
}

// How many cases a household has, by chance.
const (
	lawyers     = 0.003
	withoutOne  = 0.22 // cases whose party never signs up
	severalAt   = 0.25
	mostClients = 200
)

// newHousehold is the household whose first case has this number; left is how many cases it may have at most.
func (p Plan) newHousehold(number, left int) *household {
	h := &household{plan: p, number: number, random: rand.New(rand.NewPCG(p.Seed, uint64(number)))}
	r, n := h.random.Float64(), 1
	switch {
	case r < lawyers:
		n = 20 + h.random.IntN(mostClients-20)
	case r < severalAt:
		n = 2 + h.random.IntN(2)
	}
	n = min(n, left)
	if h.random.Float64() > withoutOne || n > 1 {
		h.holder = h.newPerson()
	}
	for i := range n {
		h.cases = append(h.cases, h.newFiling(number+i, r < lawyers))
	}
	if h.holder != nil {
		h.signsUp()
	}
	slices.SortStableFunc(h.steps, func(a, b step) int { return a.at.Compare(b.at) })
	return h
}

// plans adds a step, if it is not after the end.
func (h *household) plans(at time.Time, do func(context.Context, *player, time.Time) error) {
	if at.Before(h.plan.end()) {
		h.steps = append(h.steps, step{at, do})
	}
}

// next is the day on which the next step is due.
func (h *household) next() (day time.Time, more bool) {
	if len(h.steps) == 0 {
		return day, false
	}
	return h.steps[0].at.Truncate(24 * time.Hour), true
}

// chance says yes so often.
func (h *household) chance(of float64) bool { return h.random.Float64() < of }

// atWork is a moment on a day when offices are open, or people are awake.
func (h *household) atWork(day time.Time, after int) time.Time {
	return day.Truncate(24*time.Hour).AddDate(0, 0, after).Add(13*time.Hour + time.Duration(h.random.Int64N(int64(10*time.Hour)))).Truncate(time.Microsecond)
}

// about is a number of days near a usual one.
func (h *household) about(days int) int {
	return max(1, int(float64(days)*(0.4+h.random.ExpFloat64()*0.6)))
}

func pick[T any](h *household, from []T) T { return from[h.random.IntN(len(from))] }

// id is an id of this household's own.
func (h *household) id(name string) uuid.UUID {
	return uuid.NewSHA1(space, []byte(h.key(name)))
}

// space makes the simulation's ids different from all others.
var space = uuid.MustParse("8b0c1a52-6a1c-5b0e-9a34-1f5d1f6b7c21")
