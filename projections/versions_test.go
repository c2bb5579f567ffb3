package projections

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/personal"
)

// Two binaries side by side: each feeds its own version, and neither waits for the other.
func TestOldAndNewVersionSideBySide(t *testing.T) {
	w := newWorld(t)
	before := w.prepared(tills())
	stopOld := w.run(before)
	w.reaches(before, w.happens("till-1", added{1}, added{2}))
	after := w.prepared(version2())
	stopNew := w.run(after)
	at := w.happens("till-1", added{4})
	w.reaches(before, at)
	w.reaches(after, at)
	w.shows(tills(), map[string]till{"till-1": {7, 3, ""}})
	w.shows(version2(), map[string]till{"till-1": {14, 3, ""}})
	if s := w.becomes(before, "tills", Live); s.Newer != 2 {
		t.Errorf("%+v, want that a newer one is there", s)
	}

	// The way back, and forth again: each goes on from where it was.
	stopOld()
	stopNew()
	w.happens("till-1", added{1})
	again := w.prepared(tills())
	stopOld = w.run(again)
	w.reaches(again, w.happens("till-1", added{1}))
	stopOld()
	w.shows(tills(), map[string]till{"till-1": {9, 5, ""}})
	w.shows(version2(), map[string]till{"till-1": {14, 3, ""}})
	forth := w.prepared(version2())
	w.run(forth)
	w.reaches(forth, w.happens("till-1", doubled{}))
	w.shows(version2(), map[string]till{"till-1": {36, 6, ""}})
}

func TestAnErasureReachesAVersionThatNobodyFeeds(t *testing.T) {
	ana := uuid.New()
	w := newWorld(t)
	gone := tills()
	gone.Name = "gone" // the new binary does not have it at all
	before := w.prepared(tills(), gone)
	stop := w.run(before)
	w.reaches(before, w.happens("till-1", named{personal.New(ana, "Ana")}))
	stop()
	after := w.prepared(version2())
	w.run(after)
	w.reaches(after, w.happens("account-ana", forgotten{ana}))
	for _, p := range []Projection{tills(), gone, version2()} {
		w.shows(p, map[string]till{"till-1": {0, 1, erasedName}})
	}
	back := w.prepared(tills())
	w.run(back) // her key is still about
	w.reaches(back, w.happens("till-2", named{personal.New(ana, "Ana")}))
	w.shows(tills(), map[string]till{"till-1": {0, 1, erasedName}, "till-2": {0, 1, erasedName}})
}

// The erasure is folded in with everything else, before anybody applies anything.
func TestAnErasureThatIsFoldedReachesAVersionThatNobodyFeeds(t *testing.T) {
	ana := uuid.New()
	w := newWorld(t)
	before := w.prepared(tills())
	stop := w.run(before)
	w.reaches(before, w.happens("till-1", named{personal.New(ana, "Ana")}))
	stop()
	w.happens("account-ana", forgotten{ana})
	next := loaded()
	next.Version = 2
	after := w.prepared(next)
	w.run(after)
	after.AwaitBuilt(t.Context())
	w.shows(tills(), map[string]till{"till-1": {0, 1, erasedName}})
}

// An old version that was altered, or goes at this moment, holds up no erasure.
func TestAnErasurePassesWhatIsNotThere(t *testing.T) {
	w := newWorld(t)
	w.prepared(tills())
	w.exec(`drop table tills_v1.erased`)
	e := w.prepared(version2())
	w.run(e)
	w.reaches(e, w.happens("account-ana", forgotten{uuid.New()}))
}

func TestRetire(t *testing.T) {
	w := newWorld(t)
	before := w.prepared(tills())
	stop := w.run(before)
	w.reaches(before, w.happens("till-1", added{1}))
	w.exec(`insert into app.parked (consumer, stream, position, reason_code) values ('tills_v1', 'till-7', 3, 'test')`)
	e := w.prepared(version2())
	if _, err := e.Retire(t.Context()); !errors.Is(err, ErrInUse) {
		t.Errorf("%v, want that a server still feeds it", err)
	}
	if _, err := e.Retire(t.Context(), "invented"); !errors.Is(err, ErrUnknownProjection) {
		t.Error(err)
	}
	stop()
	if gone, err := before.Retire(t.Context()); err != nil || len(gone) > 0 {
		t.Errorf("the old binary retired %v, %v", gone, err)
	}
	gone, err := e.Retire(t.Context(), "tills")
	if err != nil || !slices.Equal(gone, []string{"tills_v1"}) {
		t.Errorf("%v %v", gone, err)
	}
	w.nothingOf("tills_v1")
	w.shows(version2(), map[string]till{})

	// Nobody is left without a way back: the old binary fills its tables again.
	w.run(before)
	w.reaches(before, w.happens("till-1", added{2}))
	w.shows(tills(), map[string]till{"till-1": {3, 2, ""}})
}

func TestAnIdleVersionIsRetiredAfterAWhile(t *testing.T) {
	w := newWorld(t)
	before := w.prepared(tills())
	stop := w.run(before)
	at := w.happens("till-1", added{1})
	w.reaches(before, at)
	e := w.prepared(version2())
	must(t, e.retireIdle(t.Context()))
	e.KeepOld = 0
	must(t, e.retireIdle(t.Context())) // not while the new one is not there
	stopNew := w.run(e)
	w.becomes(e, "tills", Live)
	must(t, e.retireIdle(t.Context())) // nor while the old one is fed
	w.shows(tills(), map[string]till{"till-1": {1, 1, ""}})
	stop()
	e.KeepOld = time.Hour
	must(t, e.retireIdle(t.Context())) // nor too soon
	w.shows(tills(), map[string]till{"till-1": {1, 1, ""}})
	w.exec(`update app.leases set until = until - interval '61 minutes' where name = 'projection:tills_v1'`)
	old, err := e.Old(t.Context())
	if err != nil || len(old) != 1 || old[0].Schema != "tills_v1" || old[0].Fed || old[0].Idle < time.Hour {
		t.Errorf("%+v %v", old, err)
	}
	must(t, e.retireIdle(t.Context()))
	w.nothingOf("tills_v1")
	stopNew()
}

// nothingOf fails the test when anything is left of a schema.
func (w *world) nothingOf(schema string) {
	w.t.Helper()
	left := w.text(`
		select (select count(*) from pg_namespace where nspname = $1)
		     + (select count(*) from app.checkpoints where name = $1)
		     + (select count(*) from app.builds where schema = $1)
		     + (select count(*) from app.parked where consumer = $1)`, schema)
	if left != "0" {
		w.t.Errorf("%s things are left of %s", left, schema)
	}
}

func TestAVersionThatIsRetiredUnderItsServerComesBack(t *testing.T) {
	w := newWorld(t)
	e := w.prepared(tills())
	w.run(e)
	w.reaches(e, w.happens("till-1", added{1}))
	must(t, e.retire(t.Context(), []string{"tills_v1"}))
	w.happens("till-1", added{1})
	for i := 0; w.text(`select to_regclass('tills_v1.tills') is not null and coalesce((select sum(position) from app.checkpoints), 0) > 1`) != "true"; i++ {
		if i > 1000 {
			t.Fatalf("it does not come back\n%s", w.said)
		}
		time.Sleep(10 * time.Millisecond)
	}
	w.becomes(e, "tills", Live)
	w.shows(tills(), map[string]till{"till-1": {2, 2, ""}})
}
