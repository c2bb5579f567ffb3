package logtest

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// repeats: the same ids at the same place answer what they answered, whatever the bytes.
func repeats(t testing.TB, on Instance) {
	first, second := events(3), events(2)
	a := appends(t, on.Log, "r", 0, first)
	b := appends(t, on.Log, "r", 3, second)
	stored := read(t, on.Log, "r", 0)
	resealed := slices.Clone(first)
	for i := range resealed {
		resealed[i].Data, resealed[i].Type = []byte("sealed again"), "test.other"
	}
	for name, tc := range map[string]struct {
		after  domain.Revision
		events []eventstore.Event
		want   eventstore.Appended
	}{
		"the same":    {0, first, a},
		"other bytes": {0, resealed, a},
		"the last":    {3, second, b},
		"both as one": {0, slices.Concat(first, second), b},
		"a part":      {1, first[1:2], eventstore.Appended{Revision: 2, Position: stored[1].Position}},
		"the middle":  {2, slices.Concat(first[2:], second[:1]), eventstore.Appended{Revision: 4, Position: stored[3].Position}},
	} {
		for _, log := range []eventstore.Log{on.Log, on.another(t)} {
			if got := appends(t, log, "r", tc.after, tc.events); got != tc.want {
				t.Errorf("%s: answered %+v, want %+v", name, got, tc.want)
			}
		}
	}
	after := read(t, on.Log, "r", 0)
	sameIDs(t, "after all repeats", after, slices.Concat(first, second))
	if !bytes.Equal(after[0].Data, first[0].Data) || after[0].Type != first[0].Type {
		t.Error("a repeat replaced the event")
	}
}

// halfRepeated: an append of which only some events are where the writer says is a conflict, and none of it is written.
func halfRepeated(t testing.TB, on Instance) {
	first, second := events(3), events(2)
	appends(t, on.Log, "r", 0, first)
	appends(t, on.Log, "r", 3, second)
	for name, tc := range map[string]struct {
		after  domain.Revision
		events []eventstore.Event
	}{
		"the last is new":         {3, slices.Concat(second[:1], events(1))},
		"the first is new":        {3, slices.Concat(events(1), second[1:])},
		"one is new in between":   {0, slices.Concat(first[:1], events(1), first[2:])},
		"all and one more":        {3, slices.Concat(second, events(1))},
		"another order":           {0, []eventstore.Event{first[1], first[0], first[2]}},
		"at a later revision":     {1, first},
		"at an earlier revision":  {2, second},
		"across the end":          {4, second},
		"beyond the end":          {6, second},
		"other ids at that place": {0, events(3)},
	} {
		refused(t, on.Log, "r", tc.after, 5, name, tc.events)
	}
	sameIDs(t, "after all conflicts", read(t, on.Log, "r", 0), slices.Concat(first, second))
}

// repeatAfterMore: the answer is the first one, not where the stream or the log is by now.
func repeatAfterMore(t testing.TB, on Instance) {
	log := on.Log
	mine := events(2)
	a := appends(t, log, "m", 0, mine)
	appends(t, log, "m", 2, events(700))
	appends(t, log, "other", 0, events(1))
	if again := appends(t, log, "m", 0, mine); again != a {
		t.Errorf("answers %+v, the first time %+v", again, a)
	}
}

// sameIDsElsewhere: ids are compared only where the writer says that they are.
func sameIDsElsewhere(t testing.TB, on Instance) {
	log := on.Log
	e := events(2)
	appends(t, log, "here", 0, e)
	appends(t, log, "there", 0, e)
	if a := appends(t, log, "here", 2, e); a.Revision != 4 {
		t.Errorf("the same ids after the end answer %+v", a)
	}
	all, _ := follow(t, log, 0)
	sameIDs(t, "the log", all, slices.Concat(e, e, e))
}

// repeatAtOnce: the same append from many callers of two processes, at the same moment.
func repeatAtOnce(t testing.TB, on Instance) {
	logs, e := []eventstore.Log{on.Log, on.another(t)}, events(3)
	answers := make([]eventstore.Appended, 12)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() {
			var err error
			if answers[i], err = logs[i%2].Append(t.Context(), "s", 0, e); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, a := range answers {
		if a != answers[0] || a.Revision != 3 || a.Position == 0 {
			t.Errorf("answers differ: %+v and %+v", a, answers[0])
		}
	}
	sameIDs(t, "the stream", read(t, on.Log, "s", 0), e)
}
