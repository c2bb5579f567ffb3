package projections

import (
	"fmt"
	"testing"
)

func (w *world) unbuilt(e *Engine, want string) {
	w.t.Helper()
	if unbuilt, err := e.Unbuilt(w.t.Context()); err != nil || fmt.Sprint(unbuilt) != want {
		w.t.Errorf("%v %v, want %s", unbuilt, err, want)
	}
}

// After a roll-back the old binary finds tables that are an hour old. Nobody is sent there until they show what has happened.
func TestTablesThatWereLeftAloneAreCaughtUpFirst(t *testing.T) {
	w := newWorld(t)
	before := w.prepared(tills())
	stop := w.run(before)
	w.reaches(before, w.happens("till-1", added{1}))
	before.AwaitBuilt(t.Context())
	stop()
	w.happens("till-1", added{1})
	w.unbuilt(w.engine(tills()), "[]") // a moment ago: somebody is just taking over

	back := w.prepared(tills())
	back.leftAlone = 0
	w.unbuilt(back, "[tills]")
	stop = w.run(back)
	back.AwaitBuilt(t.Context())
	w.shows(tills(), map[string]till{"till-1": {2, 2, ""}})
	stop()
	w.happens("till-1", added{1})
	w.unbuilt(back, "[]") // it was there once: from now on it may be behind

	w.exec(`update app.checkpoints set halted = 'test'`)
	halted := w.engine(tills())
	halted.leftAlone = 0
	w.unbuilt(halted, "[]")
	w.exec(`update app.checkpoints set halted = ''`)
	w.unbuilt(halted, "[]")
	w.exec(`update app.checkpoints set halted = $1`, AheadOfLog)
	w.unbuilt(halted, "[tills]")
}

// Rows of a log that is gone are wrong, not old.
func TestNothingIsReadyThatShowsAnotherLog(t *testing.T) {
	w := newWorld(t)
	before := w.prepared(tills())
	stop := w.run(before)
	w.reaches(before, w.happens("till-1", added{1}))
	before.AwaitBuilt(t.Context())
	stop()
	w.newLog()
	w.happens("till-1", added{5})
	e := w.prepared(tills())
	w.unbuilt(e, "[tills]")
	must(t, e.Rebuild(t.Context(), "tills", nil))
	w.unbuilt(e, "[]")
}
