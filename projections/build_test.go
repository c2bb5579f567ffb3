package projections

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/personal"
)

// Wherever a server dies, the next one starts again, and what the dead one left is swept.
func TestACrashWhileTablesAreFilled(t *testing.T) {
	for _, stage := range []Stage{reading, copying, indexing, applying} {
		t.Run(string(stage), func(t *testing.T) {
			w := newWorld(t)
			want, at := w.someTills()
			p, b := w.stopping(stage)
			one, die := w.mortal(p)
			must(t, one.Prepare(t.Context()))
			free := func() {}
			if stage == indexing {
				free = w.holds(`select pg_advisory_xact_lock(42)`)
			}
			stop := w.run(one)
			switch stage {
			case reading, copying:
				<-b.reached
			case indexing:
				w.isAt(indexing)
			case applying:
				<-b.reached
				free = w.holds(`select from app.checkpoints where name = 'tills_v1' for update`)
				b.lift()
				w.isAt(applying)
			}
			die()
			free()
			b.lift()
			left := w.builds()
			w.takenOver()
			two := w.prepared(p)
			w.run(two)
			w.reaches(two, at)
			stop()
			w.shows(p, want)
			if left == "" || w.builds() != left {
				t.Errorf("left %q, then %q", left, w.builds())
			}
			w.exec(`update app.builds set until = clock_timestamp()`)
			must(t, two.sweep(t.Context()))
			w.nothingOf(left)
			w.reaches(two, w.happens("till-1", added{1}))
			want["till-1"] = want["till-1"].fold(added{1})
			w.shows(p, want)
		})
	}
}

// A builder that is frozen, and wakes up when another has filled the tables, changes nothing.
func TestAFrozenBuilderWritesNothing(t *testing.T) {
	for _, stage := range []Stage{reading, copying} {
		t.Run(string(stage), func(t *testing.T) {
			w := newWorld(t)
			want, at := w.someTills()
			p, b := w.stopping(stage)
			one, two := w.prepared(p), w.prepared(loaded())
			frozen := w.owns(one) // and does not find out that it has lost the lease
			ended := make(chan error, 1)
			go func() { ended <- frozen.run(context.Background()) }()
			<-b.reached
			w.takenOver()
			w.run(two)
			w.reaches(two, at)
			last := w.happens("till-1", doubled{})
			w.reaches(two, last)
			want["till-1"] = want["till-1"].fold(doubled{})
			oid := w.text(`select to_regclass('tills_v1.tills')::oid`)
			b.lift()
			if err := <-ended; !errors.Is(err, errLost) || w.builds() != "" {
				t.Errorf("it ended with %v, and left %q", err, w.builds())
			}
			if again := w.text(`select to_regclass('tills_v1.tills')::oid`); again != oid {
				t.Error("the frozen server exchanged the tables")
			}
			w.shows(p, want)
		})
	}
}

func TestTwoServersFillOnce(t *testing.T) {
	w := newWorld(t)
	want, at := w.someTills()
	var folds atomic.Int32
	p := loaded()
	load := p.Load
	p.Load = func(stream string) Fold { folds.Add(1); return load(stream) }
	one, two := w.prepared(p), w.prepared(p)
	w.run(one)
	w.run(two)
	w.reaches(one, at)
	w.reaches(two, at)
	w.shows(p, want)
	if n := folds.Load(); n != 12 {
		t.Errorf("%d streams were folded, want each of 12 once", n)
	}
}

// Before they are filled there is nothing that could give a wrong answer, and nobody is sent there.
func TestNothingIsReadyBeforeItsTablesAreFilled(t *testing.T) {
	w := newWorld(t)
	want, at := w.someTills()
	p, b := w.stopping(copying)
	e := w.prepared(p)
	w.run(e)
	<-b.reached
	if unbuilt, err := e.Unbuilt(t.Context()); err != nil || fmt.Sprint(unbuilt) != "[tills]" {
		t.Errorf("%v %v", unbuilt, err)
	}
	if got := w.text(`select to_regclass('tills_v1.tills')`); got != "" {
		t.Error("there are tables already")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if f, err := e.Wait(ctx, 1, "tills"); err != nil || f.Reached {
		t.Errorf("%+v %v", f, err)
	}
	if s := w.becomes(e, "tills", Building); s.Build == nil || s.Build.Head != at || s.Built {
		t.Errorf("%+v", s)
	}
	b.lift()
	e.AwaitBuilt(t.Context())
	w.shows(p, want)
	s := w.becomes(e, "tills", Live)
	if !s.Built || s.Build != nil {
		t.Errorf("%+v", s)
	}
	// A built one that is halted, or far behind, keeps nobody away: it would be so on every server.
	w.exec(`update app.checkpoints set halted = 'test'`)
	if unbuilt, err := w.engine(p).Unbuilt(t.Context()); err != nil || len(unbuilt) > 0 {
		t.Errorf("%v %v", unbuilt, err)
	}
}

func TestAnErasureWhileTablesAreFilled(t *testing.T) {
	w := newWorld(t)
	ana := uuid.New()
	w.happens("till-1", named{personal.New(ana, "Ana")})
	p, b := w.stopping(copying)
	e := w.prepared(p)
	w.run(e)
	<-b.reached
	w.happens("account-ana", forgotten{ana})
	at := w.happens("till-2", named{personal.New(ana, "Ana")})
	b.lift()
	w.reaches(e, at)
	w.shows(p, map[string]till{"till-1": {0, 1, erasedName}, "till-2": {0, 1, erasedName}})
}

func TestABuilderWhoseTablesAreSweptStartsAgain(t *testing.T) {
	w := newWorld(t)
	want, at := w.someTills()
	p, b := w.stopping(copying)
	e := w.prepared(p)
	w.run(e)
	<-b.reached
	first := w.builds()
	w.exec(`update app.builds set until = clock_timestamp() - interval '1 second'`)
	for strings.Contains(w.builds(), first) {
		must(t, w.engine(p).sweep(t.Context()))
	}
	b.lift()
	w.reaches(e, at)
	w.shows(p, want)
	if left := w.builds(); left != "" {
		t.Errorf("%s came back, and is left", left)
	}
}
