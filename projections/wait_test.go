package projections

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
)

func TestWaitOnAServerThatDoesNotApply(t *testing.T) {
	w := newWorld(t)
	applying, asked := w.prepared(tills()), w.engine(tills())
	w.run(applying)
	for range 5 {
		at := w.happens("till-1", added{1})
		f, err := asked.Wait(t.Context(), at, "tills")
		if err != nil || !f.Reached || f.Position < at || f.Age != 0 {
			t.Errorf("%+v %v, want reached", f, err)
		}
	}
	if got := w.tills(tills())["till-1"].Amount; got != 5 {
		t.Errorf("shows %d right after waiting, want 5", got)
	}
}

func TestWaitGivesUpAndSaysHowFar(t *testing.T) {
	w := newWorld(t)
	p := tills()
	e := w.prepared(p)
	stop := w.run(e)
	seen := w.happens("till-1", added{1})
	w.reaches(e, seen)
	stop()
	at := w.happens("till-1", added{1})
	time.Sleep(100 * time.Millisecond)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	asked := time.Now()
	f, err := w.engine(p).Wait(ctx, at, "tills")
	if err != nil || f.Reached || f.Position != seen || f.Age < 150*time.Millisecond || f.Age > 10*time.Second {
		t.Errorf("%+v %v, want given up at %d after 150 ms and more", f, err, seen)
	}
	if took := time.Since(asked); took > time.Second {
		t.Errorf("gave up after %v", took)
	}
}

func TestWaitIsForTheSlowestOfThoseNamed(t *testing.T) {
	w := newWorld(t)
	fast, slow := tills(), tills()
	slow.Name = "slow"
	gate := make(chan struct{})
	slow = failing(slow, func(domain.Fact) error { <-gate; return nil })
	e := w.prepared(fast, slow)
	w.run(e)
	at := w.happens("till-1", added{1})
	w.reaches(e, at, "tills")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if f, err := e.Wait(ctx, at, "tills", "slow"); err != nil || f.Reached {
		t.Errorf("%+v %v, want the slow one to count", f, err)
	}
	close(gate)
	w.reaches(e, at)
}

func TestWaitRefuses(t *testing.T) {
	w := newWorld(t)
	e := w.prepared(tills())
	at := w.happens("till-1", added{1})
	if _, err := e.Wait(t.Context(), at+1, "tills"); !errors.Is(err, ErrAhead) {
		t.Errorf("%v, want ahead", err)
	}
	if _, err := e.Wait(t.Context(), at, "invented"); !errors.Is(err, ErrUnknownProjection) {
		t.Errorf("%v, want unknown", err)
	}
	must(t, w.log.Close())
	if _, err := e.Wait(t.Context(), at, "tills"); err == nil {
		t.Error("waited without a log")
	}
}

func TestNobodyLooksWhenNobodyWaits(t *testing.T) {
	w := newWorld(t)
	e := w.prepared(tills())
	at := w.happens("till-1", added{1})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := e.Wait(ctx, at)
	must(t, err)
	w.run(w.engine(tills()))
	time.Sleep(300 * time.Millisecond)
	if got, _ := e.board.least([]string{"tills"}); got != 0 {
		t.Errorf("the board says %d: somebody still looks", got)
	}
	w.reaches(e, at)
}
