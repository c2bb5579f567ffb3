package logtest

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

func repeats(t testing.TB, on Instance) {
	log := on.Log
	first, second := events(3), events(2)
	a := appends(t, log, "r", 0, first)
	b := appends(t, log, "r", 3, second)
	resealed := slices.Clone(first)
	for i := range resealed {
		resealed[i].Data = []byte("sealed again")
	}
	swapped := []eventstore.Event{first[1], first[0], first[2]}
	for name, tc := range map[string]struct {
		after  domain.Revision
		events []eventstore.Event
		same   eventstore.Appended
		want   string
	}{
		"the same":                {0, first, a, "ok"},
		"other bytes":             {0, resealed, a, "ok"},
		"the last":                {3, second, b, "ok"},
		"both as one":             {0, slices.Concat(first, second), b, "ok"},
		"a part":                  {1, first[1:2], eventstore.Appended{Revision: 2}, "ok"},
		"half of it new":          {3, slices.Concat(second[:1], events(1)), eventstore.Appended{}, "conflict 5"},
		"repeated and one more":   {3, slices.Concat(second, events(1)), eventstore.Appended{}, "conflict 5"},
		"in another order":        {0, swapped, eventstore.Appended{}, "conflict 5"},
		"at another revision":     {1, first, eventstore.Appended{}, "conflict 5"},
		"across the end":          {4, second, eventstore.Appended{}, "conflict 5"},
		"beyond the end":          {6, second, eventstore.Appended{}, "conflict 5"},
		"other ids at that place": {0, events(3), eventstore.Appended{}, "conflict 5"},
	} {
		got, err := log.Append(t.Context(), "r", tc.after, tc.events)
		if outcome(err) != tc.want {
			t.Errorf("%s: %s, want %s", name, outcome(err), tc.want)
		}
		if tc.same.Position == 0 {
			tc.same.Position = got.Position
		}
		if got != tc.same {
			t.Errorf("%s: answered %+v, want %+v", name, got, tc.same)
		}
	}
	stored := read(t, log, "r", 0)
	sameIDs(t, "after all repeats", stored, slices.Concat(first, second))
	if !bytes.Equal(stored[0].Data, first[0].Data) {
		t.Error("a repeat replaced the bytes")
	}
	if part, _ := log.Append(t.Context(), "r", 1, first[1:2]); part.Position != stored[1].Position {
		t.Errorf("a repeated part answers %+v, it lies at %d", part, stored[1].Position)
	}
}

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

func repeatAtOnce(t testing.TB, on Instance) {
	log := on.Log
	e := events(3)
	answers := make([]eventstore.Appended, 12)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() {
			var err error
			if answers[i], err = log.Append(t.Context(), "s", 0, e); err != nil {
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
	sameIDs(t, "the stream", read(t, log, "s", 0), e)
}
