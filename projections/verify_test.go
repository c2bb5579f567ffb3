package projections

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/personal"
)

// ways are the ways in which a projection can be derived anew.
func ways() map[string]Projection {
	sharded, global := loaded(), tills()
	sharded.Shards = 3
	global.Order = Global
	return map[string]Projection{"loaded": loaded(), "applied": tills(), "sharded": sharded, "global": global}
}

func TestVerifyFindsEachDifference(t *testing.T) {
	for name, p := range ways() {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			ana, bo := uuid.New(), uuid.New()
			for i := range 40 {
				w.happens(fmt.Sprint("till-", i), added{i}, doubled{})
			}
			w.happens("till-1", named{personal.New(ana, "Ana")})
			w.happens("till-2", named{personal.New(bo, "Bo")})
			e := w.prepared(p)
			stop := w.run(e)
			w.reaches(e, w.happens("account-ana", forgotten{ana}))
			stop()
			w.finds(e, Extent{})
			keyed := func(d Difference) Difference { // what is not kept by stream has its stream in the key
				if p.Order == Global {
					d.Key, d.Stream = "stream="+d.Stream, ""
				}
				return d
			}
			for _, c := range []struct {
				tamper, mend string
				want         Difference
			}{
				{
					"update tills_v1.tills set amount = amount + 1, events = 9 where stream = 'till-3'", "update tills_v1.tills set amount = 6, events = 2 where stream = 'till-3'",
					keyed(Difference{Stream: "till-3", Table: "tills", Kind: Differs, Columns: []string{"amount", "events"}}),
				},
				{
					"delete from tills_v1.tills where stream = 'till-0'", "insert into tills_v1.tills values ('till-0', 0, 2)",
					keyed(Difference{Stream: "till-0", Table: "tills", Kind: Lost, Columns: []string{}}),
				},
				{
					"insert into tills_v1.tills values ('till-x', 1, 1)", "delete from tills_v1.tills where stream = 'till-x'",
					keyed(Difference{Stream: "till-x", Table: "tills", Kind: Surplus, Columns: []string{}}),
				},
				{
					"update tills_v1.tills set name = 'Ana' where stream = 'till-1'", "update tills_v1.tills set name = null where stream = 'till-1'",
					keyed(Difference{Stream: "till-1", Table: "tills", Kind: Differs, Columns: []string{"name"}}),
				},
				{
					"update tills_v1.tills set name = null where stream = 'till-2'", "update tills_v1.tills set name = 'Bo' where stream = 'till-2'",
					keyed(Difference{Stream: "till-2", Table: "tills", Kind: Differs, Columns: []string{"name"}}),
				},
				{
					"delete from tills_v1.erased", "insert into tills_v1.erased values ('" + ana.String() + "')",
					Difference{Table: "erased", Key: "subject=" + ana.String(), Kind: Lost, Columns: []string{}},
				},
			} {
				w.exec(c.tamper)
				w.finds(e, Extent{}, c.want)
				if p.Order == ByStream && c.want.Kind == Surplus {
					w.finds(e, Extent{Streams: []string{"till-5", c.want.Stream}}, c.want)
					w.finds(e, Extent{Streams: []string{"till-5", "till-6", "till-5"}})
				}
				w.exec(c.mend)
			}
			w.finds(e, Extent{})
			if n := w.text(`select count(*)::text from pg_namespace where nspname like '%verify%'`); n != "0" {
				t.Errorf("%s schemas are left over", n)
			}
		})
	}
}

// finds fails unless these are the differences.
func (w *world) finds(e *Engine, of Extent, want ...Difference) Verdict {
	w.t.Helper()
	v, err := e.Verify(context.Background(), "tills", of, nil)
	must(w.t, err)
	if diff := cmp.Diff(want, v.Differences); diff != "" {
		w.t.Errorf("%+v: %s", of, diff)
	}
	return v
}

// Nothing that is going on is taken for a difference: neither what is applied meanwhile nor what was not applied yet.
func TestVerifyBesideServersThatWrite(t *testing.T) {
	for name, p := range ways() {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			e := w.prepared(p)
			w.run(e)
			w.reaches(e, w.happens("till-0", added{1}))
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				for i := 1; ctx.Err() == nil; i++ {
					who := uuid.New()
					w.happens(fmt.Sprint("till-", i%50), added{i}, named{personal.New(who, "Somebody")})
					if i%3 == 0 {
						w.happens("account-"+who.String(), forgotten{who})
					}
					time.Sleep(time.Millisecond)
				}
			}()
			for range 3 {
				w.finds(e, Extent{})
				if p.Order == ByStream {
					w.finds(e, Extent{Sample: 10})
				}
			}
			stop()
			<-ended
			w.reaches(e, w.happens("till-0", added{1}))
			if v := w.finds(e, Extent{}); v.Rows < 5 {
				t.Errorf("%+v", v)
			}
		})
	}
}

func TestVerifyTellsParkedStreamsApart(t *testing.T) {
	for name, p := range map[string]Projection{"loaded": folding(poisoned(loaded()), poison666), "applied": poisoned(tills())} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			e := w.prepared(p)
			w.happens("till-1", added{1}, added{666}, added{1})
			w.append("till-2", garbage("till.added"))
			at := w.happens("till-3", added{3})
			stop := w.run(e)
			w.reaches(e, at)
			stop()
			v := w.finds(e, Extent{})
			if len(v.Parked) != 2 || v.Parked[0].Stream != "till-1" || v.Parked[0].Projection != "tills" || v.Rows != 1 {
				t.Errorf("%+v", v)
			}
			w.finds(e, Extent{Streams: []string{"till-1", "till-2", "till-3"}})
			w.exec("delete from app.parked where stream = 'till-1'") // as if its events had been applied once
			w.finds(e, Extent{}, Difference{Stream: "till-1", Kind: Underivable, Key: "position=" + fmt.Sprint(v.position(t, w, "till-1"))})
		})
	}
}

// position is that of the event which cannot be applied.
func (Verdict) position(t *testing.T, w *world, stream string) (at uint64) {
	t.Helper()
	for r, err := range w.log.Read(t.Context(), stream, 1) {
		must(t, err)
		return uint64(r.Position)
	}
	return 0
}

func TestVerifyRefuses(t *testing.T) {
	w := newWorld(t)
	global := tills()
	global.Name, global.Order = "global", Global
	e := w.engine(loaded(), global)
	w.happens("till-1", added{1})
	for name, c := range map[string]struct {
		projection string
		of         Extent
		want       error
	}{
		"what there is not":         {"nothing", Extent{}, ErrUnknownProjection},
		"single streams of no such": {"global", Extent{Sample: 1}, ErrGlobal},
		"tables that are not there": {"tills", Extent{}, ErrNotBuilt},
	} {
		if _, err := e.Verify(t.Context(), c.projection, c.of, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, e.Prepare(t.Context()))
	if _, err := e.Verify(t.Context(), "tills", Extent{}, nil); !errors.Is(err, ErrNotBuilt) {
		t.Errorf("tables that are still to be filled: %v", err)
	}
	stop := w.run(e)
	w.reaches(e, w.happens("till-1", added{1}))
	stop()
	w.newLog()
	var halted *halt
	if _, err := w.engine(loaded()).Verify(t.Context(), "tills", Extent{}, nil); !errors.As(err, &halted) || halted.reason != OtherEpoch {
		t.Errorf("tables of the log before a restore: %v", err)
	}
}

// Tables that a rebuild puts in place meanwhile were not there when the verification began: they would look empty.
func TestVerifyNoticesAnExchange(t *testing.T) {
	w := newWorld(t)
	var exchange atomic.Bool
	p := loaded()
	load := p.Load
	p.Load = func(stream string) Fold {
		if exchange.CompareAndSwap(true, false) {
			w.exec(`alter schema tills_v1 rename to old; create schema tills_v1; create table tills_v1.erased (like old.erased);
				create table tills_v1.tills (like old.tills including indexes)`)
		}
		return load(stream)
	}
	e := w.prepared(p)
	stop := w.run(e)
	w.reaches(e, w.happens("till-1", added{1}))
	stop()
	exchange.Store(true)
	if v, err := e.Verify(t.Context(), "tills", Extent{}, nil); !errors.Is(err, ErrExchanged) {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestVerifyTellsHowFarItIs(t *testing.T) {
	w := newWorld(t)
	e := w.prepared(loaded())
	w.run(e)
	at := w.happens("till-1", added{1})
	w.reaches(e, at)
	var told []Progress
	_, err := e.Verify(t.Context(), "tills", Extent{}, func(p Progress) { told = append(told, p) })
	must(t, err)
	if len(told) == 0 || told[0].Head != at {
		t.Errorf("%+v", told)
	}
}

// What is taken away without an event may be missing; that it is there is fine, too.
func TestVerifyKnowsWhatMayBeLacking(t *testing.T) {
	w := newWorld(t)
	p := loaded()
	p.MayLack = map[string]string{"tills": "amount > 10"}
	e := w.prepared(p)
	stop := w.run(e)
	w.happens("till-1", added{1})
	w.happens("till-2", added{20})
	w.reaches(e, w.happens("till-3", added{20}))
	stop()
	w.exec("delete from tills_v1.tills where stream in ('till-1', 'till-2')")
	w.finds(e, Extent{}, Difference{Stream: "till-1", Table: "tills", Kind: Lost, Columns: []string{}})
}

// A verdict may be shown to anybody: no row's content is in it.
func TestAVerdictHasNoValues(t *testing.T) {
	w := newWorld(t)
	e := w.prepared(loaded())
	stop := w.run(e)
	w.reaches(e, w.happens("till-1", named{personal.New(uuid.New(), "Ana")}, added{4711}))
	stop()
	w.exec("update tills_v1.tills set name = 'Bo', amount = 4712")
	v, err := e.Verify(t.Context(), "tills", Extent{}, nil)
	must(t, err)
	text := fmt.Sprintf("%+v", v)
	if len(v.Differences) != 1 || slices.ContainsFunc([]string{"Ana", "Bo", "4711", "4712"}, func(s string) bool { return strings.Contains(text, s) }) {
		t.Error(text)
	}
}
