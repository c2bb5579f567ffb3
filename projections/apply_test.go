package projections

import (
	"context"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
)

func TestEventsBecomeRowsBeforeAndAfterTheStart(t *testing.T) {
	w := newWorld(t)
	p := tills()
	e := w.prepared(p)
	w.happens("till-1", added{1}, doubled{}, added{3})
	w.run(e)
	w.reaches(e, w.happens("till-2", added{10}, named{personal.New(uuid.New(), "Ana")}))
	w.reaches(e, w.happens("till-1", doubled{}))
	w.shows(p, map[string]till{"till-1": {10, 4, ""}, "till-2": {10, 2, "Ana"}})
}

func TestAnEventThatNobodyReadsIsPassed(t *testing.T) {
	w := newWorld(t)
	p := tills()
	e := w.prepared(p)
	w.run(e)
	w.reaches(e, w.happens("till-1", counted{}))
	w.reaches(e, w.append("till-1", garbage("till.invented_later")))
	w.shows(p, map[string]till{})
	if s := w.becomes(e, "tills", Live); s.Parked != 0 {
		t.Errorf("parked %d", s.Parked)
	}
}

func TestAFaultBeforeTheCommitLeavesNothingAndIsTriedAgain(t *testing.T) {
	for name, fault := range map[string]string{
		"the connection breaks":   `select pg_terminate_backend(pg_backend_pid())`,
		"serialization fails":     `do $$ begin raise exception using errcode = '40001'; end $$`,
		"a lock is not available": `do $$ begin raise exception using errcode = '55P03'; end $$`,
		"the disk is full":        `do $$ begin raise exception using errcode = '53100'; end $$`,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			var times atomic.Int32
			p := tills()
			apply := p.Apply
			p.Apply = func(ctx context.Context, tx pgx.Tx, batch []domain.Fact) error {
				if err := apply(ctx, tx, batch); err != nil {
					return err
				}
				if times.Add(1) <= 2 {
					_, err := tx.Exec(ctx, fault)
					return err
				}
				return nil
			}
			e := w.prepared(p)
			w.run(e)
			w.reaches(e, w.happens("till-1", added{5}))
			w.shows(p, map[string]till{"till-1": {5, 1, ""}})
			if n := times.Load(); n != 3 {
				t.Errorf("applied %d times, want two failures and a success", n)
			}
		})
	}
}

func TestAKeyStoreThatIsDownIsWaitedFor(t *testing.T) {
	w := newWorld(t)
	p := tills()
	e := w.prepared(p)
	at := w.happens("till-1", named{personal.New(uuid.New(), "Ana")})
	w.keys.set(true)
	w.run(e)
	for !w.said.has("trying again") {
		time.Sleep(time.Millisecond)
	}
	w.keys.set(false)
	w.reaches(e, at)
	w.shows(p, map[string]till{"till-1": {0, 1, "Ana"}})
}

func TestFactsStaySealedForAProjectionThatDeclaresNoPersonalColumn(t *testing.T) {
	w := newWorld(t)
	open, closed := tills(), tills()
	closed.Name, closed.Personal = "closed", nil
	e := w.prepared(open, closed)
	w.run(e)
	w.reaches(e, w.happens("till-1", named{personal.New(uuid.New(), "Ana")}))
	w.shows(open, map[string]till{"till-1": {0, 1, "Ana"}})
	if s := w.status(e, "closed"); s.Parked != 1 { // its Apply refuses what is not opened
		t.Errorf("%+v, want the stream parked", s)
	}
}

func TestASlowProjectionHoldsUpNobodyAndCatchesUp(t *testing.T) {
	w := newWorld(t)
	fast, slow := tills(), tills()
	slow.Name = "slow"
	gate := make(chan struct{})
	slow = failing(slow, func(f domain.Fact) error {
		if f.Revision > 1 {
			<-gate
		}
		return nil
	})
	e := w.prepared(fast, slow)
	w.run(e)
	want := map[string]till{}
	var last domain.Position
	act := func(i int, names ...string) {
		stream := "till-" + strconv.Itoa(i%7)
		last = w.happens(stream, added{i})
		want[stream] = want[stream].fold(added{i})
		w.reaches(e, last, names...)
	}
	for i := range 7 {
		act(i, "tills", "slow") // both read together now
	}
	for i := range 3 * slack {
		act(i, "tills")
	}
	w.shows(fast, want)
	close(gate)
	w.reaches(e, last, "slow")
	act(0, "slow")
	w.shows(slow, want)
}

func TestWhatWasSeenIsNotTakenAgain(t *testing.T) {
	w := newWorld(t)
	e := w.engine(tills())
	first := w.happens("till-1", added{1})
	last := w.happens("till-1", added{2})
	if p := w.part(e, tills(), 0); len(p.items) != 2 || p.through != last {
		t.Errorf("from the beginning: %+v", p)
	}
	for b, err := range w.log.Follow(t.Context(), 0) {
		must(t, err)
		var p part
		e.stretch(b).add(&p, shard{Projection: tills()}, first)
		if len(p.items) != 1 || p.items[0].fact.Position != last {
			t.Errorf("after the first: %+v", p)
		}
		break
	}
}

func TestNewRefusesWhatCouldNotRun(t *testing.T) {
	t.Parallel()
	w := &world{t: t, keys: &keys{}}
	w.newLog()
	codec, err := eventstore.NewCodec(w.keys, "test", catalog)
	must(t, err)
	ok := tills()
	with := func(change func(*Projection)) []Projection {
		p := tills()
		change(&p)
		return []Projection{p}
	}
	for want, ps := range map[string][]Projection{
		"two projections": {ok, ok},
		"in no catalog":   with(func(p *Projection) { p.Types = []string{"till.invented"} }),
		"lower-case":      with(func(p *Projection) { p.Name = `tills"; drop` }),
		"the first is 1":  with(func(p *Projection) { p.Version = 0 }),
		"has no Apply":    with(func(p *Projection) { p.Apply = nil }),
		"has no tables":   with(func(p *Projection) { p.Tables = "" }),
		"reads nothing":   with(func(p *Projection) { p.Types = nil }),
		"order 7":         with(func(p *Projection) { p.Order = 7 }),
		"personal column": with(func(p *Projection) { p.Personal[0].Column = "a b" }),
		"not kept by":     with(func(p *Projection) { p.Order, p.Load = Global, func(string) Fold { return nil } }),
	} {
		if _, err := New(w.log, codec, nil, nil, ps...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := New(w.log, codec, nil, nil, ok); err != nil {
		t.Error(err)
	}
}

func TestAPanicIsPoison(t *testing.T) {
	w := newWorld(t)
	p := failing(tills(), func(f domain.Fact) error {
		if f.Stream == "till-1" {
			panic("secret-of-mine")
		}
		return nil
	})
	e := w.prepared(p)
	w.happens("till-1", added{1})
	at := w.happens("till-2", added{2})
	w.run(e)
	w.reaches(e, at)
	w.shows(p, map[string]till{"till-2": {2, 1, ""}})
	if parked, err := e.Parked(t.Context()); err != nil || len(parked) != 1 || parked[0].Reason != "panic" {
		t.Errorf("%+v %v", parked, err)
	}
	if w.said.has("secret-of-mine") {
		t.Error("the log shows what the event held")
	}
}
