package projections

import (
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

func TestAnErasureBlanksWhatIsPersonal(t *testing.T) {
	ana, bo := uuid.New(), uuid.New()
	w := newWorld(t)
	p := tills()
	e := w.prepared(p)
	stop := w.run(e)
	w.happens("till-1", named{personal.New(ana, "Ana")}, added{1})
	w.happens("till-2", named{personal.New(bo, "Bo")})
	w.reaches(e, w.happens("till-3", named{personal.New(ana, "Ana")}))
	w.shows(p, map[string]till{"till-1": {1, 2, "Ana"}, "till-2": {0, 1, "Bo"}, "till-3": {0, 1, "Ana"}})
	w.reaches(e, w.happens("account-ana", forgotten{ana})) // no projection reads this type
	w.shows(p, map[string]till{"till-1": {1, 2, erasedName}, "till-2": {0, 1, "Bo"}, "till-3": {0, 1, erasedName}})

	// Her key is still about: neither a later event nor a repair brings her back.
	w.reaches(e, w.happens("till-4", named{personal.New(ana, "Ana again")}))
	must(t, e.Repair(t.Context(), "tills", "till-1"))
	after := map[string]till{"till-1": {1, 2, erasedName}, "till-2": {0, 1, "Bo"}, "till-3": {0, 1, erasedName}, "till-4": {0, 1, erasedName}}
	w.shows(p, after)

	stop()
	again := w.prepared(tillsAt(2))
	w.run(again)
	w.reaches(again, w.happens("till-5", counted{}))
	w.shows(tillsAt(2), after)
}

func TestAnErasureReachesWhatCannotBeApplied(t *testing.T) {
	ana := uuid.New()
	for name, tc := range map[string]Projection{
		"its stream is parked":          poisoned(tills()),
		"it is read, and its rows fail": alsoReads(failing(tills(), isForgotten)),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			e := w.prepared(tc)
			w.happens("till-1", named{personal.New(ana, "Ana")}, added{666})
			at := w.happens("till-1", forgotten{ana})
			w.run(e)
			w.reaches(e, at)
			if got := w.tills(tc)["till-1"]; got.Name != erasedName {
				t.Errorf("%+v", got)
			}
			if s := w.status(e, "tills"); s.Parked != 1 {
				t.Errorf("%+v, want the stream parked", s)
			}
		})
	}
}

func TestAnErasureThatCannotBeReadHaltsWhoeverHoldsPersonalData(t *testing.T) {
	w := newWorld(t)
	open, without := tills(), tills()
	without.Name, without.Personal = "without", nil
	e := w.prepared(open, without)
	w.run(e)
	w.reaches(e, w.happens("till-1", added{1}))
	at := w.append("account-ana", garbage("till.forgotten"))
	w.reaches(e, at, "without")
	if s := w.becomes(e, "tills", Halted); s.Reason != EraseFailed {
		t.Errorf("%+v", s)
	}
}

func tillsAt(version int) Projection {
	p := tills()
	p.Version = version
	return p
}

func alsoReads(p Projection) Projection {
	p.Types = append(p.Types, "till.forgotten")
	return p
}

func isForgotten(f domain.Fact) error {
	if _, ok := f.Event.(forgotten); ok {
		return errBug
	}
	return nil
}
