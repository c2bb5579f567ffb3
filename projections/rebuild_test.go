package projections

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
)

// While the tables are filled anew and exchanged, again and again, people write and read what they wrote: no row is
// missing, none is old, no query fails.
func TestRebuildUnderLoad(t *testing.T) {
	for name, p := range map[string]Projection{"folded": loaded(), "applied": tills()} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.someTills()
			one, two := w.prepared(p), w.prepared(p)
			stop := w.run(one)
			w.run(two)
			one.AwaitBuilt(t.Context())
			ctx, end := context.WithCancel(t.Context())
			var people sync.WaitGroup
			for n := range 2 {
				people.Go(func() { w.writesAndReads(ctx, []*Engine{one, two}[n], fmt.Sprint("till-of-", n)) })
			}
			tables := map[string]bool{}
			for range 5 {
				tables[w.text(`select to_regclass('tills_v1.tills')::oid`)] = true
				if err := w.engine(p).Rebuild(t.Context(), "tills", nil); err != nil {
					t.Error(err)
				}
			}
			stop() // the other takes over
			must(t, w.engine(p).Rebuild(t.Context(), "tills", nil))
			end()
			people.Wait()
			if len(tables) != 5 || w.builds() != "" {
				t.Errorf("%d tables one after the other, and %q is left", len(tables), w.builds())
			}
			w.reaches(two, w.happens("till-1", added{1}))
			fold := w.prepared(tillsAt(2))
			w.run(fold)
			fold.AwaitBuilt(t.Context())
			w.shows(p, w.tills(tillsAt(2)))
		})
	}
}

// writesAndReads adds one to a till of its own, waits for it, and reads the till: by a statement that stays prepared.
func (w *world) writesAndReads(ctx context.Context, e *Engine, stream string) {
	const query = `select amount, (select count(*) from tills_v1.tills) from tills_v1.tills where stream = $1`
	for n := 1; ctx.Err() == nil; n++ {
		at, err := w.appendOne(stream, n)
		if err != nil {
			w.t.Error(err)
			return
		}
		if f, err := e.Wait(context.Background(), at, "tills"); err != nil || !f.Reached {
			w.t.Errorf("%+v %v", f, err)
			return
		}
		var amount, tills int
		if err := w.pool.QueryRow(context.Background(), query, stream).Scan(&amount, &tills); err != nil || amount != n || tills < 13 {
			w.t.Errorf("after %d it shows %d, and %d tills: %v", n, amount, tills, err)
			return
		}
	}
}

// appendOne is happens for several writers at once, each with a stream of its own.
func (w *world) appendOne(stream string, n int) (domain.Position, error) {
	encoded, err := w.codec.Encode(context.Background(), stream, domain.Act{ID: uuid.New(), At: time.Now()}, 0, []domain.Event{added{1}})
	if err != nil {
		return 0, err
	}
	done, err := w.log.Append(context.Background(), stream, domain.Revision(n-1), encoded)
	return done.Position, err
}

func TestRebuildMendsWhatIsWrong(t *testing.T) {
	ana := uuid.New()
	w := newWorld(t)
	wrong := poisoned(tills())
	e := w.prepared(wrong)
	stop := w.run(e)
	w.happens("till-1", added{666}, named{personal.New(ana, "Ana")})
	w.happens("account-ana", forgotten{ana})
	w.reaches(e, w.happens("till-2", added{2}))
	stop()
	w.exec(`update tills_v1.tills set amount = 99`)
	w.exec(`insert into tills_v1.tills (stream) values ('till-invented')`)
	w.exec(`update app.checkpoints set halted = 'test'`)
	right := w.engine(loaded())
	var told []Progress
	must(t, right.Rebuild(t.Context(), "tills", func(p Progress) { told = append(told, p) }))
	w.shows(tills(), map[string]till{"till-1": {666, 2, erasedName}, "till-2": {2, 1, ""}})
	if s := w.status(right, "tills"); s.Parked != 0 || s.Reason != "" {
		t.Errorf("%+v", s)
	}
	if len(told) == 0 {
		t.Error("it does not tell how far it is")
	}
}

// After a restore the checkpoint belongs to a log that is gone. A rebuild lets the server that is halted by it go on.
func TestRebuildAfterARestore(t *testing.T) {
	for name, p := range map[string]Projection{"folded": loaded(), "applied": tills()} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			before := w.prepared(p)
			stop := w.run(before)
			w.reaches(before, w.happens("till-1", added{1}, added{1}, added{1}))
			stop()
			w.newLog()
			w.happens("till-1", added{5})
			e := w.prepared(p)
			w.run(e)
			for !w.said.has(OtherEpoch) {
				w.status(e, "tills")
			}
			must(t, w.engine(p).Rebuild(t.Context(), "tills", nil))
			w.reaches(e, w.happens("till-1", added{5}))
			w.shows(p, map[string]till{"till-1": {10, 2, ""}})
			w.becomes(e, "tills", Live)
		})
	}
}

func TestRebuildOfAPositionThatTheLogDoesNotHave(t *testing.T) {
	w := newWorld(t)
	at := w.happens("till-1", added{1})
	e := w.prepared(loaded())
	w.run(e)
	w.reaches(e, at)
	w.exec(`update app.checkpoints set position = $1`, int64(at)+100)
	must(t, w.engine(loaded()).Rebuild(t.Context(), "tills", nil))
	if s := w.status(e, "tills"); s.Position != at {
		t.Errorf("%+v, want at %d", s, at)
	}
}

func TestRebuildThatFailsLeavesEverythingAsItWas(t *testing.T) {
	w := newWorld(t)
	for i := range 2 * landslide {
		w.happens(fmt.Sprint("till-", i), added{1})
	}
	e := w.prepared(tills())
	w.run(e)
	e.AwaitBuilt(t.Context())
	want := w.tills(tills())
	for name, p := range map[string]Projection{
		"folded":  folding(loaded(), func(domain.Fact) error { return errBug }),
		"applied": failing(tills(), func(domain.Fact) error { return errBug }),
	} {
		err := w.engine(p).Rebuild(t.Context(), "tills", nil)
		if err == nil || !strings.Contains(err.Error(), Landslide) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := e.Rebuild(t.Context(), "invented", nil); !errors.Is(err, ErrUnknownProjection) {
		t.Error(err)
	}
	w.shows(tills(), want)
	if s := w.status(e, "tills"); w.builds() != "" || s.Parked != 0 {
		t.Errorf("left: %q, %+v", w.builds(), s)
	}
	w.reaches(e, w.happens("till-1", added{1}))
}

// Who reads the old tables for long is waited for, and holds up nobody else for longer than a moment.
func TestTheExchangeWaitsForLongReaders(t *testing.T) {
	w := newWorld(t)
	_, at := w.someTills()
	e := w.prepared(loaded())
	w.run(e)
	w.reaches(e, at)
	free := w.holds(`select count(*) from tills_v1.tills`)
	done := make(chan error, 1)
	go func() { done <- w.engine(loaded()).Rebuild(context.Background(), "tills", nil) }()
	for !w.said.has("not exchanged yet") {
		began := time.Now()
		w.tills(tills())
		if took := time.Since(began); took > time.Second {
			t.Fatalf("a query took %v", took)
		}
	}
	free()
	must(t, <-done)
	w.reaches(e, w.happens("till-1", added{1}))
}

// late is a log whose head has moved, and been applied, before its answer arrives.
type late struct {
	eventstore.Log
	meanwhile func()
}

func (l late) Info(ctx context.Context) (eventstore.Info, error) {
	info, err := l.Log.Info(ctx)
	l.meanwhile()
	return info, err
}

func TestAnExchangeNeverTakesTheCheckpointBack(t *testing.T) {
	w := newWorld(t)
	w.someTills()
	live := w.prepared(tills())
	w.run(live)
	live.AwaitBuilt(t.Context())
	w.exec(`create function public.forward() returns trigger language plpgsql as $$ begin
		if new.name = old.name and new.position < old.position then raise exception 'back'; end if; return new; end $$`)
	w.exec(`create trigger forward before update on app.checkpoints for each row execute function public.forward()`)
	added1 := 0
	builder, err := New(late{w.log, func() {
		added1++
		at := w.happens("till-of-ana", added{1})
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, _ = live.Wait(ctx, at, "tills") // in vain while the exchange holds the checkpoint
	}}, w.codec, w.pool, nil, tills())
	must(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	must(t, builder.Rebuild(ctx, "tills", nil))
	w.reaches(live, w.happens("till-of-ana", added{1}))
	if got := w.tills(tills())["till-of-ana"].Amount; got != added1+1 {
		t.Errorf("it shows %d, want %d", got, added1+1)
	}
}
