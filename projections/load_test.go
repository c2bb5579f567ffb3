package projections

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// Whatever happened, the rows are the same whether they were applied one by one or folded and copied: also those of
// streams that are parked half-way, and of people who were erased before or after they were named.
func TestLoadMakesWhatApplyMakes(t *testing.T) {
	for name, foldsAtOnce := range map[string]int{"in one pass": foldsAtOnce, "in several passes": 40} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			applied, folded := poisoned(tills()), folding(poisoned(loaded()), poison666)
			applied.Name, applied.Tables = "applied", applied.Tables+"; create index tills_name on tills (name) where name <> ''"
			folded.Tables = applied.Tables
			ana, bo := uuid.New(), uuid.New()
			for i := range 300 {
				w.happens(fmt.Sprint("till-", i%60), added{i}, doubled{}, counted{})
			}
			w.happens("till-1", named{personal.New(ana, "Ana")})
			w.happens("account-ana", forgotten{ana})
			w.happens("till-2", named{personal.New(ana, "Ana")}, named{personal.New(bo, "Bo")})
			w.happens("till-3", named{personal.New(ana, "Ana")}, added{5})
			w.happens("till-4", added{666}, added{1})
			w.append("till-5", garbage("till.added"))
			w.append("till-6", stolen(w))
			w.locked("till-7")
			w.happens("till-8", added{666})
			w.append("till-8", garbage("till.added"))
			at := w.happens("till-9", named{personal.New(bo, "Bo")}, doubled{})
			e := w.engine(applied, folded)
			e.foldsAtOnce = foldsAtOnce
			must(t, e.Prepare(t.Context()))
			w.run(e)
			w.reaches(e, at)
			want, got := w.tills(applied), w.tills(folded)
			if !maps.Equal(want, got) || len(got) != 60 {
				t.Errorf("folded %v\napplied %v\n%s", got, want, w.said)
			}
			if got["till-3"].Name != erasedName || got["till-9"].Name != "Bo" {
				t.Errorf("%+v", got)
			}
			if a, f := w.parked("applied_v1"), w.parked("tills_v1"); !slices.Equal(a, f) || len(f) != 5 {
				t.Errorf("parked %v\napplied %v", f, a)
			}
			if a, f := w.indexes("applied_v1"), w.indexes("tills_v1"); a != f || !strings.Contains(f, "tills_name") {
				t.Errorf("indexes\n%s\napplied\n%s", f, a)
			}
			if w.said.has("applying instead") {
				t.Error("nothing was folded")
			}
			if got := w.text(`select string_agg(subject::text, ',') from tills_v1.erased`); got != ana.String() {
				t.Errorf("erased: %s", got)
			}
			w.reaches(e, w.happens("till-9", doubled{})) // and goes on
			if got := w.tills(folded)["till-9"]; got.Amount != 4*want["till-9"].Amount/2 {
				t.Errorf("%+v", got)
			}
		})
	}
}

func poison666(f domain.Fact) error {
	if e, ok := f.Event.(added); ok && e.Amount == 666 {
		return errBug
	}
	return nil
}

// parked is what is parked, where and why.
func (w *world) parked(consumer string) []string {
	w.t.Helper()
	var all []string
	must(w.t, w.pool.QueryRow(w.t.Context(), `
		select coalesce(array_agg(stream || ' ' || position || ' ' || reason_code order by stream), '{}') from app.parked where consumer = $1`,
		consumer).Scan(&all))
	return all
}

func (w *world) text(sql string, args ...any) (s string) {
	w.t.Helper()
	must(w.t, w.pool.QueryRow(w.t.Context(), `select coalesce((`+sql+`)::text, '')`, args...).Scan(&s))
	return s
}

// indexes are those of a schema, in order.
func (w *world) indexes(schema string) string {
	w.t.Helper()
	return w.text(`select string_agg(replace(indexdef, $1 || '.', ''), E'\n' order by indexname) from pg_indexes where schemaname = $1`, schema)
}

func TestRowsThatTheTablesRefuseAreAppliedInstead(t *testing.T) {
	w := newWorld(t)
	p := loaded()
	p.Tables += `; create unique index on tills (amount) where amount > 100`
	w.happens("till-1", added{101})
	w.happens("till-2", added{5})
	at := w.happens("till-3", added{101})
	e := w.prepared(p)
	w.run(e)
	w.reaches(e, at)
	w.shows(p, map[string]till{"till-1": {101, 1, ""}, "till-2": {5, 1, ""}})
	if got := w.parked("tills_v1"); len(got) != 1 || w.status(e, "tills").State == Halted {
		t.Errorf("parked %v, want till-3", got)
	}
}

func TestALandslideWhileFoldingHalts(t *testing.T) {
	w := newWorld(t)
	p := folding(loaded(), func(domain.Fact) error { return errBug })
	for i := range 2 * landslide {
		w.happens(fmt.Sprint("till-", i), added{1})
	}
	e := w.prepared(p)
	w.run(e)
	if s := w.becomes(e, "tills", Halted); s.Reason != Landslide || s.Parked != 0 || s.Built {
		t.Errorf("%+v, want halted by a landslide, and nothing parked", s)
	}
	if unbuilt, err := e.Unbuilt(t.Context()); err != nil || len(unbuilt) != 1 {
		t.Errorf("unbuilt: %v %v", unbuilt, err)
	}
}

func TestOnePercentIsALandslideWhereThatIsMore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		failed, of int
		want       bool
	}{{19, 20, false}, {20, 20, true}, {20, 2000, true}, {25, 2600, false}, {26, 2600, true}} {
		if got := slides(c.failed, c.of); got != c.want {
			t.Errorf("%d of %d: %t", c.failed, c.of, got)
		}
	}
}

func TestAnUnreadableErasureHaltsTheFold(t *testing.T) {
	w := newWorld(t)
	w.happens("till-1", added{1})
	w.append("account-ana", garbage("till.forgotten"))
	e := w.prepared(loaded())
	w.run(e)
	if s := w.becomes(e, "tills", Halted); s.Reason != EraseFailed {
		t.Errorf("%+v", s)
	}
}

func TestAKeyStoreThatIsDownHoldsUpTheFold(t *testing.T) {
	w := newWorld(t)
	at := w.happens("till-1", named{personal.New(uuid.New(), "Ana")})
	w.keys.set(true)
	e := w.prepared(loaded())
	w.run(e)
	for !w.said.has("trying again") {
		w.status(e, "tills")
	}
	w.keys.set(false)
	w.reaches(e, at)
	w.shows(loaded(), map[string]till{"till-1": {0, 1, "Ana"}})
}

func TestAPanicWhileFoldingParks(t *testing.T) {
	w := newWorld(t)
	p := folding(loaded(), func(f domain.Fact) error {
		if f.Stream == "till-1" {
			panic(errors.New("secret-of-mine"))
		}
		return nil
	})
	w.happens("till-1", added{1})
	at := w.happens("till-2", added{2})
	e := w.prepared(p)
	w.run(e)
	w.reaches(e, at)
	if got := w.text(`select string_agg(reason_code, ',') from app.parked`); got != "panic" || w.said.has("secret-of-mine") {
		t.Errorf("parked for %q", got)
	}
}
