package logtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// events are n new ones.
func events(n int) []eventstore.Event {
	made := make([]eventstore.Event, n)
	for i := range made {
		id := uuid.New()
		made[i] = eventstore.Event{ID: id, Type: "test.happened", Data: []byte(`{"n":"` + id.String() + `"}`), Meta: []byte(`{"at":"now"}`)}
	}
	return made
}

func appends(t testing.TB, log eventstore.Log, stream string, after domain.Revision, events []eventstore.Event) eventstore.Appended {
	t.Helper()
	a, err := log.Append(t.Context(), stream, after, events)
	if err != nil {
		t.Fatalf("append of %d to %s after %d: %v", len(events), stream, after, err)
	}
	return a
}

func collect[T any](seq iter.Seq2[T, error]) (all []T, err error) {
	for v, err := range seq {
		if err != nil {
			return all, err
		}
		all = append(all, v)
	}
	return all, nil
}

func read(t testing.TB, log eventstore.Log, stream string, after domain.Revision) []eventstore.Recorded {
	t.Helper()
	all, err := collect(log.Read(t.Context(), stream, after))
	if err != nil {
		t.Fatalf("read of %s after %d: %v", stream, after, err)
	}
	return all
}

func info(t testing.TB, log eventstore.Log) eventstore.Info {
	t.Helper()
	i, err := log.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// follow reads until caught up.
func follow(t testing.TB, log eventstore.Log, after domain.Position) (all []eventstore.Recorded, through domain.Position) {
	t.Helper()
	for b, err := range log.Follow(t.Context(), after) {
		if err != nil {
			t.Fatalf("follow after %d: %v", after, err)
		}
		all, through = append(all, b.Events...), b.Through
		if b.CaughtUp {
			break
		}
	}
	return all, through
}

func sameIDs(t testing.TB, what string, got []eventstore.Recorded, want []eventstore.Event) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d events, want %d", what, len(got), len(want))
	}
	for i := range got {
		if got[i].ID != want[i].ID {
			t.Fatalf("%s: event %d is %s, want %s", what, i, got[i].ID, want[i].ID)
		}
	}
}

// outcome is an error of an append in a word.
func outcome(err error) string {
	var conflict *eventstore.ConflictError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &conflict):
		return fmt.Sprintf("conflict %d", conflict.Have)
	case errors.Is(err, context.Canceled):
		return "canceled"
	}
	return err.Error()
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
