package transfer

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Difference is the first place where two logs are not the same. It names what differs, never what stands there.
type Difference struct {
	Event    uint64          `json:"event"`    // which event of both logs, from 1
	Position domain.Position `json:"position"` // in the first log, or in the second where the first has ended
	Stream   string          `json:"stream"`
	Revision domain.Revision `json:"revision"`
	What     []string        `json:"what"` // stream, revision, id, type, data, meta; or one of Ended
}

// Ended says in What that one of two logs has no further event.
const (
	FirstEnded  = "the first has ended"
	SecondEnded = "the second has ended"
)

func (d *Difference) Error() string {
	return fmt.Sprintf("event %d (position %d, %s, revision %d) differs: %s", d.Event, d.Position, d.Stream, d.Revision, strings.Join(d.What, ", "))
}

// Ends says that the logs are the same as far as the shorter one goes.
func (d *Difference) Ends() bool { return d.What[0] == FirstEnded || d.What[0] == SecondEnded }

// Comparison is what a run through two logs came to.
type Comparison struct {
	First      Sum         `json:"first"`
	Second     Sum         `json:"second"`
	Difference *Difference `json:"difference,omitempty"` // nil: the same events in the same order
	Moved      uint64      `json:"moved"`                // same events at other positions: usual in another store
	Restamped  uint64      `json:"restamped"`            // same events with another stored time: likewise
}

// Compare runs through both logs to their ends, whatever differs, so that both sums are whole.
func Compare(first, second Events, seen func(events int)) (Comparison, error) {
	var c Comparison
	p := newPair(first, second)
	defer p.stop()
	one, two := newChain(), newChain()
	for n := uint64(1); ; n++ {
		a, b, err := p.next()
		if err != nil || a == nil && b == nil {
			c.First, c.Second = one.result(), two.result()
			return c, err
		}
		if a != nil {
			one.add(*a)
		}
		if b != nil {
			two.add(*b)
		}
		if c.Difference == nil {
			c.note(n, a, b)
		}
		tell(seen, n)
	}
}

func (c *Comparison) note(n uint64, a, b *eventstore.Recorded) {
	if c.Difference = differ(n, a, b); c.Difference != nil {
		return
	}
	if a.Position != b.Position {
		c.Moved++
	}
	if !a.Stored.Equal(b.Stored) {
		c.Restamped++
	}
}

// differ compares what writers chose; positions and stored times are each store's own.
func differ(n uint64, a, b *eventstore.Recorded) *Difference {
	at := a
	if a == nil {
		at = b
	}
	d := &Difference{Event: n, Position: at.Position, Stream: at.Stream, Revision: at.Revision}
	if a == nil {
		d.What = []string{FirstEnded}
		return d
	}
	if b == nil {
		d.What = []string{SecondEnded}
		return d
	}
	for _, part := range []struct {
		name string
		same bool
	}{
		{"stream", a.Stream == b.Stream},
		{"revision", a.Revision == b.Revision},
		{"id", a.ID == b.ID},
		{"type", a.Type == b.Type},
		{"data", bytes.Equal(a.Data, b.Data)},
		{"meta", bytes.Equal(a.Event.Meta, b.Event.Meta)},
	} {
		if !part.same {
			d.What = append(d.What, part.name)
		}
	}
	if d.What == nil {
		return nil
	}
	return d
}

// pair goes through two logs in step.
type pair struct {
	first, second         func() (eventstore.Recorded, error, bool)
	stopFirst, stopSecond func()
}

func newPair(first, second Events) pair {
	var p pair
	p.first, p.stopFirst = iter.Pull2(first)
	p.second, p.stopSecond = iter.Pull2(second)
	return p
}

func (p pair) stop() {
	p.stopFirst()
	p.stopSecond()
}

// next answers nil for a log that has ended.
func (p pair) next() (a, b *eventstore.Recorded, err error) {
	if a, err = pull(p.first); err != nil {
		return nil, nil, fmt.Errorf("the first log: %w", err)
	}
	if b, err = pull(p.second); err != nil {
		return nil, nil, fmt.Errorf("the second log: %w", err)
	}
	return a, b, nil
}

func pull(next func() (eventstore.Recorded, error, bool)) (*eventstore.Recorded, error) {
	r, err, ok := next()
	if !ok || err != nil {
		return nil, err
	}
	return &r, nil
}
