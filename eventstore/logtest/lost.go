package logtest

import (
	"testing"

	"github.com/casetrail/casetrail/domain"
)

// lostAnswers: the log asks again by itself, with the same events; its caller never learns of it.
func lostAnswers(t testing.TB, on Instance) {
	if on.LoseAnswers == nil {
		t.Skip("no acknowledgement can be lost here")
	}
	appends(t, on.Log, "before", 0, events(1))
	for i, n := range []int{1, 1, 3} {
		e := events(2)
		lost := on.LoseAnswers(n)
		a := appends(t, on.Log, "s", domain.Revision(2*i), e)
		if lost() != n {
			t.Errorf("%d acknowledgements were lost, want %d", lost(), n)
		}
		stored := read(t, on.Log, "s", 0)
		if len(stored) != 2*i+2 {
			t.Fatalf("the stream has %d events after %d appends of 2", len(stored), i+1)
		}
		sameIDs(t, "the last append", stored[2*i:], e)
		if last := stored[2*i+1]; a.Revision != last.Revision || a.Position != last.Position {
			t.Errorf("answered %+v, the last event lies at %d, %d", a, last.Revision, last.Position)
		}
	}
	if all, _ := follow(t, on.Log, 0); len(all) != 7 {
		t.Errorf("the log has %d events, want 7", len(all))
	}
}
