package transfer

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// awkward are bytes that a careless writer of JSON would change.
var awkward = [][]byte{
	[]byte(`{"a":1}`), {}, []byte("{\"b\" : \t\"<&>\u2028\"}\n"), {0xff, 0xfe, 0x00}, []byte("\x00\x01\u007f"), []byte("\ufffd\"\\/"),
}

// written is a log of n events in three streams, in runs of one to three.
func written(t testing.TB, n int) *eventstore.Memory {
	t.Helper()
	log := eventstore.NewMemory()
	at := map[string]domain.Revision{}
	for done := 0; done < n; {
		stream := fmt.Sprint("account-", done%3)
		var events []eventstore.Event
		for range min(1+done%4, n-done) {
			events = append(events, eventstore.Event{
				ID: uuid.New(), Type: "test.happened", Data: awkward[done%len(awkward)], Meta: awkward[(done+1)%len(awkward)],
			})
			done++
		}
		a, err := log.Append(t.Context(), stream, at[stream], events)
		if err != nil {
			t.Fatal(err)
		}
		at[stream] = a.Revision
	}
	return log
}

// all is what a log or a file holds.
func all(t testing.TB, events Events) (list []eventstore.Recorded) {
	t.Helper()
	for r, err := range events {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

func held(t testing.TB, log eventstore.Log) []eventstore.Recorded {
	t.Helper()
	return all(t, All(t.Context(), log))
}

// given yields events that no store would hold.
func given(list ...eventstore.Recorded) Events {
	return func(yield func(eventstore.Recorded, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// altered is the list with a change to the event at i.
func altered(list []eventstore.Recorded, i int, change func(*eventstore.Recorded)) []eventstore.Recorded {
	list = slices.Clone(list)
	change(&list[i])
	return list
}

// same compares what writers chose.
func same(t testing.TB, got, want []eventstore.Recorded) {
	t.Helper()
	chosen := func(list []eventstore.Recorded) []eventstore.Recorded {
		list = slices.Clone(list)
		for i := range list {
			list[i].Position, list[i].Stored = 0, time.Time{}
		}
		return list
	}
	if d := cmp.Diff(chosen(want), chosen(got)); d != "" {
		t.Error("the copy differs: ", d)
	}
}

// wrapped is a log whose appends a test interferes with.
type wrapped struct {
	*eventstore.Memory
	append func(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (eventstore.Appended, error)
}

func (w wrapped) Append(ctx context.Context, stream string, after domain.Revision, events []eventstore.Event) (eventstore.Appended, error) {
	return w.append(ctx, stream, after, events)
}
