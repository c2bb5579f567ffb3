package projections

import (
	"context"
	"iter"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// dense is a log that says that its positions are dense, and counts how often it is followed.
type dense struct {
	eventstore.Log
	followed *int
}

func (d dense) Follow(ctx context.Context, after domain.Position) iter.Seq2[eventstore.Batch, error] {
	*d.followed++
	return d.Log.Follow(ctx, after)
}

func (d dense) Info(ctx context.Context) (eventstore.Info, error) {
	info, err := d.Log.Info(ctx)
	info.Dense = true
	return info, err
}

func TestStatusOfAProjection(t *testing.T) {
	w := newWorld(t)
	e := w.engine(tills())
	if s := w.status(e, "tills"); s.State != Missing || s.Version != 1 {
		t.Errorf("before Prepare: %+v", s)
	}
	must(t, e.Prepare(t.Context()))
	if s := w.status(e, "tills"); s.State != Unowned || s.Behind != 0 || s.Owner != uuid.Nil {
		t.Errorf("before Run: %+v", s)
	}
	at := w.happens("till-1", added{1})
	time.Sleep(20 * time.Millisecond)
	s := w.status(e, "tills")
	if s.Behind < 20*time.Millisecond || s.Position != 0 || s.Head != at || s.Counted || s.Events != 0 {
		t.Errorf("with an event waiting: %+v", s)
	}
	var followed int
	counts, err := New(dense{w.log, &followed}, w.codec, w.pool, nil, tills())
	must(t, err)
	for range 3 {
		if s := w.status(counts, "tills"); !s.Counted || s.Events != uint64(at) || s.Behind < 20*time.Millisecond {
			t.Errorf("of a dense log: %+v", s)
		}
	}
	if followed != 1 {
		t.Errorf("read the log %d times for a projection that stands still", followed)
	}
	w.run(e)
	w.reaches(e, at)
	if s := w.becomes(e, "tills", Live); !s.Built || s.Behind != 0 || s.Position != at || s.Owner == uuid.Nil {
		t.Errorf("live: %+v", s)
	}
	stop := w.run(w.engine(tills()))
	stop()
	if s := w.status(e, "tills"); s.State != Live {
		t.Errorf("after another server came and went: %+v", s)
	}
}

func TestStatusOfOneThatCatchesUp(t *testing.T) {
	w := newWorld(t)
	p := tills()
	gate := make(chan struct{})
	defer close(gate)
	p = failing(p, func(f domain.Fact) error {
		if f.Revision > 1 {
			<-gate
		}
		return nil
	})
	e := w.prepared(p)
	w.run(e)
	w.happens("till-1", added{1})
	w.becomes(e, "tills", Live)
	w.happens("till-1", added{1})
	if s := w.becomes(e, "tills", CatchingUp); s.Behind < time.Second || s.Build != nil {
		t.Errorf("%+v", s)
	}
}

func TestStatusOfOneThatIsFilledByApply(t *testing.T) {
	w := newWorld(t)
	gate := make(chan struct{})
	defer close(gate)
	p := failing(tills(), func(f domain.Fact) error {
		if f.Stream == "till-2" {
			<-gate
		}
		return nil
	})
	e := w.prepared(p)
	for range batchSize {
		w.happens("till-1", added{1})
	}
	at := w.happens("till-2", added{1})
	w.run(e)
	w.reaches(e, at/2)
	s := w.becomes(e, "tills", Building)
	if b := s.Build; s.Built || b == nil || b.Stage != applying || b.Head != at || b.Position == 0 || b.Rate <= 0 || b.Left <= 0 || b.Done() >= 1 {
		t.Errorf("%+v of %+v", b, s)
	}
	if unbuilt, err := e.Unbuilt(t.Context()); err != nil || len(unbuilt) != 1 {
		t.Errorf("unbuilt: %v %v", unbuilt, err)
	}
}
