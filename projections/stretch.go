package projections

import (
	"sync"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// stretch is a batch of the log whose events are decoded when the first projection asks, once for all.
type stretch struct {
	engine   *Engine
	events   []eventstore.Recorded
	decoded  []decoded
	through  domain.Position
	caughtUp bool
}

type decoded struct {
	once sync.Once
	fact domain.Fact
	err  error
}

func (e *Engine) stretch(b eventstore.Batch) *stretch {
	return &stretch{
		engine: e, events: b.Events, decoded: make([]decoded, len(b.Events)), through: b.Through, caughtUp: b.CaughtUp,
	}
}

func batchOf(r eventstore.Recorded) eventstore.Batch {
	return eventstore.Batch{Events: []eventstore.Recorded{r}, Through: r.Position}
}

func (s *stretch) fact(i int) (domain.Fact, error) {
	d := &s.decoded[i]
	d.once.Do(func() { d.fact, d.err = s.engine.codec.Fact(s.events[i]) })
	return d.fact, d.err
}

// item is an event that concerns a projection.
type item struct {
	fact   domain.Fact // without an Event when it does not decode
	listed bool        // the projection reads this type
	erases bool        // the projection holds personal data and this type erases some
	erased []uuid.UUID // the subjects of whom nothing may be left
	err    error       // it does not decode
}

// part is what one transaction brings forward.
type part struct {
	items   []item
	through domain.Position
}

// add puts what concerns a shard, after a position, into the part. An erasure concerns every shard: it may be of somebody
// whom another stream names.
func (s *stretch) add(to *part, p shard, after domain.Position) {
	for i, r := range s.events {
		if r.Position <= after {
			continue
		}
		listed := p.reads(r.Type) && p.has(r.Stream)
		erases := p.opens() && s.engine.erasers[r.Type]
		if !listed && !erases {
			continue
		}
		it := item{listed: listed, erases: erases}
		if it.fact, it.err = s.fact(i); it.err != nil {
			it.fact = domain.Fact{ID: r.ID, Stream: r.Stream, Revision: r.Revision, Position: r.Position, Stored: r.Stored}
		} else {
			it.erased = erased(it.fact)
		}
		to.items = append(to.items, it)
	}
	to.through = max(to.through, s.through)
}

// halves splits at the middle: each half is brought forward by itself.
func (p part) halves() (first, rest part) {
	n := len(p.items) / 2
	return part{p.items[:n], p.items[n-1].fact.Position}, part{p.items[n:], p.through}
}
