package projections

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
)

func TestPoisonParksOnlyItsStream(t *testing.T) {
	w := newWorld(t)
	p := poisoned(tills())
	e := w.prepared(p)
	before := time.Now().Add(-time.Minute)
	for i := range 40 {
		w.happens(fmt.Sprint("till-", i%4), added{i})
	}
	w.happens("till-2", added{666})
	w.happens("till-2", added{1})
	at := w.happens("till-3", added{1000})
	w.run(e)
	w.reaches(e, at)
	w.reaches(e, w.happens("till-2", doubled{}))
	w.shows(p, map[string]till{"till-0": {180, 10, ""}, "till-1": {190, 10, ""}, "till-2": {200, 10, ""}, "till-3": {1210, 11, ""}})

	since, err := e.Incomplete(t.Context(), []string{"till-2"}, "tills")
	if err != nil || since.Before(before) || since.After(time.Now().Add(time.Minute)) {
		t.Errorf("incomplete since %v %v", since, err)
	}
	if since, err := e.Incomplete(t.Context(), []string{"till-3"}); err != nil || !since.IsZero() {
		t.Errorf("till-3 is incomplete since %v %v", since, err)
	}
	parked, err := e.Parked(t.Context())
	if err != nil || len(parked) != 1 || parked[0].Stream != "till-2" || parked[0].Projection != "tills" {
		t.Errorf("%+v %v", parked, err)
	}
	if strings.Contains(parked[0].Reason, "secret") || w.said.has("secret-of-mine") {
		t.Errorf("reason %q or the log shows the error's text", parked[0].Reason)
	}
	if s := w.becomes(e, "tills", Live); s.Parked != 1 {
		t.Errorf("%+v", s)
	}
}

func TestWhateverStaysWrongIsPoison(t *testing.T) {
	for name, tc := range map[string]struct {
		poison func(w *world) domain.Position
		reason string
	}{
		"it does not decode":    {func(w *world) domain.Position { return w.append("till-1", garbage("till.added")) }, "decode"},
		"its seal is broken":    {func(w *world) domain.Position { return w.append("till-1", stolen(w)) }, "seal"},
		"its key is damaged":    {func(w *world) domain.Position { return w.locked("till-1") }, "key"},
		"a constraint":          {func(w *world) domain.Position { return w.happens("till-1", added{-1}) }, "sql_23514"},
		"a deferred constraint": {func(w *world) domain.Position { return w.happens("till-1", added{13}) }, "sql_P0001"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := tills()
			p.Tables += `; alter table tills add check (amount >= 0);
				create function not_thirteen() returns trigger language plpgsql as $$
				begin if new.amount = 13 then raise exception 'bad luck'; end if; return null; end $$;
				create constraint trigger thirteen after update on tills deferrable initially deferred
				for each row execute function not_thirteen()`
			e := w.prepared(p)
			w.happens("till-2", added{1})
			tc.poison(w)
			at := w.happens("till-2", added{1})
			w.run(e)
			w.reaches(e, at)
			parked, err := e.Parked(t.Context())
			if err != nil || len(parked) != 1 || parked[0].Reason != tc.reason || parked[0].Stream != "till-1" {
				t.Errorf("%+v %v, want till-1 parked for %s", parked, err, tc.reason)
			}
			w.shows(p, map[string]till{"till-2": {2, 2, ""}})
		})
	}
}

func TestRepairHealsOnceTheBugIsMended(t *testing.T) {
	w := newWorld(t)
	p := poisoned(tills())
	e := w.prepared(p)
	stop := w.run(e)
	at := w.happens("till-1", added{1}, added{666}, doubled{})
	w.reaches(e, at)
	w.reaches(e, w.happens("till-2", added{5}))

	err := e.Repair(t.Context(), "tills", "till-1")
	if err == nil || strings.Contains(err.Error(), "secret-of-mine") {
		t.Errorf("%v, want that it still fails, without what it holds", err)
	}
	if since, err := e.Incomplete(t.Context(), []string{"till-1"}); err != nil || since.IsZero() {
		t.Error("a repair that failed took the stream up again")
	}
	w.shows(p, map[string]till{"till-1": {1, 1, ""}, "till-2": {5, 1, ""}})

	stop()
	mended := w.prepared(tills())
	w.run(mended)
	w.reaches(mended, w.happens("till-1", added{1}))
	w.shows(p, map[string]till{"till-1": {1, 1, ""}, "till-2": {5, 1, ""}})
	must(t, w.engine(tills()).Repair(t.Context(), "tills", "till-1")) // on a server that does not apply
	w.shows(p, map[string]till{"till-1": {1335, 4, ""}, "till-2": {5, 1, ""}})
	w.reaches(mended, w.happens("till-1", doubled{}))
	w.shows(p, map[string]till{"till-1": {2670, 5, ""}, "till-2": {5, 1, ""}})
	if since, err := mended.Incomplete(t.Context(), []string{"till-1"}); err != nil || !since.IsZero() {
		t.Errorf("still parked since %v %v", since, err)
	}
}

func TestRepairStopsWhereTheProjectionIs(t *testing.T) {
	w := newWorld(t)
	p := tills()
	e := w.prepared(p)
	stop := w.run(e)
	w.reaches(e, w.happens("till-1", added{1}))
	stop()
	w.exec(`update tills_v1.tills set amount = 99`)
	at := w.happens("till-1", added{2})
	must(t, e.Repair(t.Context(), "tills", "till-1"))
	w.shows(p, map[string]till{"till-1": {1, 1, ""}})
	w.run(e)
	w.reaches(e, at)
	w.shows(p, map[string]till{"till-1": {3, 2, ""}})
}

func TestRepairRefuses(t *testing.T) {
	w := newWorld(t)
	global := tills()
	global.Name, global.Order = "global", Global
	e := w.prepared(tills(), global)
	if err := e.Repair(t.Context(), "invented", "till-1"); !errors.Is(err, ErrUnknownProjection) {
		t.Error(err)
	}
	if err := e.Repair(t.Context(), "global", "till-1"); !errors.Is(err, ErrGlobal) {
		t.Error(err)
	}
	w.happens("till-1", added{1}) // which it has not seen yet
	if err := e.Repair(t.Context(), "tills", "till-1"); !errors.Is(err, ErrNoStream) {
		t.Error(err)
	}
	unbuilt := loaded()
	unbuilt.Version = 2
	for _, e := range []*Engine{w.engine(unbuilt), w.prepared(unbuilt)} { // without a checkpoint, and with one
		if err := e.Repair(t.Context(), "tills", "till-1"); !errors.Is(err, ErrNotBuilt) {
			t.Error(err)
		}
	}
}

func TestALandslideHaltsInsteadOfParkingEverything(t *testing.T) {
	w := newWorld(t)
	wrong, right := failing(tills(), func(domain.Fact) error { return errBug }), tills()
	right.Name = "right"
	e := w.prepared(wrong, right)
	var at domain.Position
	for i := range 2 * landslide {
		at = w.happens(fmt.Sprint("till-", i), added{1})
	}
	w.run(e)
	w.reaches(e, at, "right")
	s := w.becomes(e, "tills", Halted)
	if s.Reason != Landslide || s.Parked != landslide-1 || s.Position >= at {
		t.Errorf("%+v, want halted by a landslide", s)
	}
	if s := w.status(w.engine(wrong, right), "tills"); s.State != Halted {
		t.Errorf("another server sees %+v", s)
	}
	if got := len(w.tills(right)); got != 2*landslide {
		t.Errorf("the other projection shows %d tills", got)
	}
}

func TestGlobalOrderHaltsAtTheFirstFailure(t *testing.T) {
	w := newWorld(t)
	p := poisoned(tills())
	p.Order = Global
	e := w.prepared(p)
	good := w.happens("till-1", added{1})
	w.happens("till-2", added{666})
	last := w.happens("till-1", added{1})
	stop := w.run(e)
	s := w.becomes(e, "tills", Halted)
	if s.Position != good || s.Parked != 0 || s.Reason == "" || strings.Contains(s.Reason, "secret") {
		t.Errorf("%+v, want halted after %d", s, good)
	}
	w.shows(p, map[string]till{"till-1": {1, 1, ""}})
	stop()
	mended := tills()
	mended.Order = Global
	e = w.prepared(mended)
	w.run(e) // a restart tries again
	w.reaches(e, last)
	w.shows(p, map[string]till{"till-1": {2, 2, ""}, "till-2": {666, 1, ""}})
}

func TestWrongRootSecretsHaltInsteadOfParkingEverything(t *testing.T) {
	w := newWorld(t)
	p, without := tills(), tills()
	without.Name, without.Personal, without.Types = "without", nil, []string{"till.added"}
	e := w.prepared(p, without)
	for i := range 2 * landslide {
		w.locked(fmt.Sprint("till-", i))
	}
	at := w.happens("till-x", added{1})
	w.run(e)
	w.reaches(e, at, "without")
	if s := w.becomes(e, "tills", Halted); s.Reason != Landslide || s.Parked != landslide-1 {
		t.Errorf("%+v, want halted by a landslide", s)
	}
}

// locked names somebody whose key is damaged after that.
func (w *world) locked(stream string) domain.Position {
	w.t.Helper()
	who := uuid.New()
	at := w.happens(stream, named{personal.New(who, "Ana")})
	w.keys.damage(who)
	return at
}

// stolen is an event with a sealed value of another event.
func stolen(w *world) (it eventstore.Event) {
	w.t.Helper()
	events, err := w.codec.Encode(w.t.Context(), "till-9",
		domain.Act{ID: uuid.New()}, 0, []domain.Event{named{personal.New(uuid.New(), "Ana")}})
	must(w.t, err)
	it = events[0]
	it.ID = uuid.New()
	return it
}
