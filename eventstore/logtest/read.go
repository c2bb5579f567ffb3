package logtest

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/casetrail/casetrail/domain"
)

// readAfter: also from the edges of pages, and from where no stream ever comes.
func readAfter(t testing.TB, on Instance) {
	log := on.Log
	const many = 1203 // more than any page
	e := events(many)
	appends(t, log, "s", 0, e)
	appends(t, log, "s-2", 0, events(1))
	for _, after := range []int{0, 1, 499, 500, 1000, many - 1, many, many + 1} {
		sameIDs(t, fmt.Sprint("after ", after), read(t, log, "s", domain.Revision(after)), e[min(after, many):])
	}
	for _, after := range []domain.Revision{math.MaxInt64, math.MaxInt64 + 1, math.MaxUint64} {
		if got := read(t, log, "s", after); len(got) != 0 {
			t.Errorf("%d events after %d", len(got), after)
		}
	}
	if got := read(t, log, "absent", 0); len(got) != 0 {
		t.Errorf("a stream that does not exist has %d events", len(got))
	}
}

// stopsWhenTold: a reader may break off at any moment, and the log goes on.
func stopsWhenTold(t testing.TB, on Instance) {
	log := on.Log
	appends(t, log, "s", 0, events(3))
	for range log.Read(t.Context(), "s", 0) {
		break
	}
	for range log.Follow(t.Context(), 0) {
		break
	}
	ctx, cancel := context.WithCancel(t.Context())
	for b, err := range log.Follow(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if b.CaughtUp {
			cancel() // while it waits for more
		}
	}
	cancel()
	appends(t, log, "s", 3, events(1))
}
