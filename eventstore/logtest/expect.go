package logtest

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// state is a stream as a writer may find it.
type state struct {
	name string
	make func(t testing.TB, log eventstore.Log, stream string) (have int)
}

var states = []state{
	{"missing", func(testing.TB, eventstore.Log, string) int { return 0 }},
	{"short", func(t testing.TB, log eventstore.Log, stream string) int {
		appends(t, log, stream, 0, events(3))
		return 3
	}},
	{"longer than a page", func(t testing.TB, log eventstore.Log, stream string) int {
		appends(t, log, stream, 0, events(longer))
		return longer
	}},
	{"repeated", func(t testing.TB, log eventstore.Log, stream string) int {
		first, second := events(2), events(2)
		for range 2 {
			appends(t, log, stream, 0, first)
		}
		for range 2 {
			appends(t, log, stream, 2, second)
		}
		return 4
	}},
}

// longer is more events than a store hands over at once.
const longer = 1203

// expectations tries, in each state, what a writer may expect of it.
func expectations(t testing.TB, on Instance) {
	for _, s := range states {
		for _, count := range []int{1, 3} {
			stream := fmt.Sprint(s.name, " ", count)
			have := s.make(t, on.Log, stream)
			end := domain.Revision(have)
			for name, after := range map[string]domain.Revision{
				"nothing yet": 0, "an event ago": end - 1, "one more event": end + 1, "as many more": end + domain.Revision(count),
				"page by page": end + longer, "signed": math.MaxInt64, "the most": math.MaxUint64,
			} {
				if after != end { // a missing stream has nothing yet
					refused(t, on.Log, stream, after, have, name, events(count))
				}
			}
			accepted(t, on.Log, stream, have, events(count))
		}
	}
}

// refused expects a conflict that says where the stream is, and no trace of the events.
func refused(t testing.TB, log eventstore.Log, stream string, after domain.Revision, have int, what string, e []eventstore.Event) {
	t.Helper()
	head := info(t, log).Head
	_, err := log.Append(t.Context(), stream, after, e)
	want := eventstore.ConflictError{Stream: stream, Want: after, Have: domain.Revision(have)}
	if conflict := (*eventstore.ConflictError)(nil); !errors.As(err, &conflict) || *conflict != want {
		t.Errorf("%s, expecting %s: %v, want %v", stream, what, err, &want)
	}
	if now := info(t, log).Head; now != head {
		t.Errorf("%s, expecting %s: the head went from %d to %d", stream, what, head, now)
	}
	if got := len(read(t, log, stream, domain.Revision(have))); got != 0 {
		t.Errorf("%s, expecting %s: left %d events", stream, what, got)
	}
}

// accepted expects the events at the end of the stream and of the log, and the same answer to a repeat.
func accepted(t testing.TB, log eventstore.Log, stream string, have int, e []eventstore.Event) {
	t.Helper()
	before, end := info(t, log).Head, domain.Revision(have)
	a := appends(t, log, stream, end, e)
	head := info(t, log).Head
	if want := (eventstore.Appended{Revision: end + domain.Revision(len(e)), Position: head}); a != want || head <= before {
		t.Errorf("%s: answered %+v, want %+v after %d", stream, a, want, before)
	}
	if again := appends(t, log, stream, end, e); again != a {
		t.Errorf("%s: a repeat answered %+v, the first %+v", stream, again, a)
	}
	sameIDs(t, stream, read(t, log, stream, end), e)
	if got := len(read(t, log, stream, 0)); got != have+len(e) {
		t.Errorf("%s: %d events, want %d", stream, got, have+len(e))
	}
}
