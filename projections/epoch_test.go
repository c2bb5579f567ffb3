package projections

import (
	"testing"
)

func TestACheckpointOfAnotherEpochHalts(t *testing.T) {
	w := newWorld(t)
	before := w.prepared(tills())
	stop := w.run(before)
	w.reaches(before, w.happens("till-1", added{1}))
	stop()
	w.newLog()
	w.happens("till-1", added{5}, added{5})
	e := w.prepared(tills())
	w.run(e)
	for !w.said.has(OtherEpoch) {
		w.status(e, "tills")
	}
	if s := w.status(e, "tills"); s.State != Foreign {
		t.Errorf("%+v", s)
	}
	w.shows(tills(), map[string]till{"till-1": {1, 1, ""}})
}

func TestACheckpointBeyondTheHeadHalts(t *testing.T) {
	w := newWorld(t)
	e := w.prepared(tills())
	at := w.happens("till-1", added{1})
	w.exec(`update app.checkpoints set position = $1`, int64(at)+1)
	w.run(e)
	if s := w.becomes(e, "tills", Halted); s.Reason != AheadOfLog {
		t.Errorf("%+v", s)
	}
	w.shows(tills(), map[string]till{})
}
