package transfer

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/eventstore"
)

func TestTheFirstDifferenceIsNamed(t *testing.T) {
	t.Parallel()
	list := held(t, written(t, 30))
	for what, change := range map[string]func(*eventstore.Recorded){
		"stream":   func(r *eventstore.Recorded) { r.Stream += "x" },
		"revision": func(r *eventstore.Recorded) { r.Revision++ },
		"id":       func(r *eventstore.Recorded) { r.ID = uuid.New() },
		"type":     func(r *eventstore.Recorded) { r.Type += "x" },
		"data":     func(r *eventstore.Recorded) { r.Data = append(slices.Clone(r.Data), ' ') },
		"meta":     func(r *eventstore.Recorded) { r.Event.Meta = append(slices.Clone(r.Event.Meta), ' ') },
	} {
		c, err := Compare(given(list...), given(altered(list, 12, change)...), nil)
		d := c.Difference
		if err != nil || d == nil || d.Event != 13 || d.Position != list[12].Position || d.Stream != list[12].Stream ||
			d.Revision != list[12].Revision || !slices.Equal(d.What, []string{what}) || d.Ends() {
			t.Errorf("%s: %+v, %v", what, d, err)
		}
		if c.First.Events != 30 || c.Second.Events != 30 || c.First.Chain == c.Second.Chain {
			t.Errorf("%s: the sums are %+v and %+v", what, c.First, c.Second)
		}
	}
}

func TestALogThatEndsEarlierIsNamed(t *testing.T) {
	t.Parallel()
	list := held(t, written(t, 30))
	c, err := Compare(given(list...), given(list[:20]...), nil)
	if d := c.Difference; err != nil || d == nil || !d.Ends() || d.What[0] != SecondEnded || d.Event != 21 || d.Stream != list[20].Stream {
		t.Errorf("%+v, %v", d, err)
	}
	c, err = Compare(given(list[:20]...), given(list...), nil)
	if d := c.Difference; err != nil || d == nil || !d.Ends() || d.What[0] != FirstEnded || d.Position != list[20].Position {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestCopiesAreTheSameWhereverTheyStand(t *testing.T) {
	t.Parallel()
	list := held(t, written(t, 30))
	moved := altered(list, 12, func(r *eventstore.Recorded) { r.Position++ })
	moved = altered(moved, 20, func(r *eventstore.Recorded) { r.Stored = r.Stored.Add(time.Second) })
	c, err := Compare(given(list...), given(moved...), nil)
	if err != nil || c.Difference != nil || c.Moved != 1 || c.Restamped != 1 || !c.First.Same(c.Second) {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestALogThatCannotBeReadIsNamed(t *testing.T) {
	t.Parallel()
	away := func(yield func(eventstore.Recorded, error) bool) { yield(eventstore.Recorded{}, eventstore.ErrAway) }
	_, err := Compare(given(), away, nil)
	if !errors.Is(err, eventstore.ErrAway) || err.Error() != "the second log: log cannot be reached" {
		t.Error(err)
	}
}
