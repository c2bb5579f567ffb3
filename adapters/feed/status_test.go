package feed

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

func (f *fleet) status(name string, types ...string) Status {
	f.t.Helper()
	r := Reactors{Log: f.log, Pool: f.pool}
	all, err := r.Status(f.t.Context(), f.version(name, types...))
	if err != nil || len(all) != 1 || all[0].Name != "noter" {
		f.t.Fatalf("%+v, %v", all, err)
	}
	return all[0]
}

func TestTheStatusOfAReactor(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	first := f.write(happened{})
	if s := f.status("older", known); s.State != New || s.Owner != uuid.Nil || s.Head == 0 {
		t.Errorf("before any server: %+v", s)
	}
	stop := f.older()
	f.answeredBy(first, "older")
	f.passed()
	if s := f.status("older", known); s.State != Live || s.Owner == uuid.Nil || s.Position != s.Head || s.Behind != 0 || len(s.Waiting) != 0 {
		t.Errorf("live: %+v", s)
	}
	if s := f.status("newer", known, added); !cmp.Equal(s.Waiting, []string{added}) {
		t.Errorf("to a newer program: %+v", s)
	}
	stop()
	f.write(happened{})
	time.Sleep(2 * time.Millisecond)
	if s := f.status("older", known); s.State != Unowned || s.Owner != uuid.Nil || s.Position >= s.Head || s.Behind < time.Millisecond {
		t.Errorf("nobody reacts: %+v", s)
	}
	if _, err := f.pool.Exec(t.Context(), `update app.checkpoints set epoch = gen_random_uuid()`); err != nil {
		t.Fatal(err)
	}
	if s := f.status("older", known); s.State != Foreign || s.Behind != 0 {
		t.Errorf("after a restore: %+v", s)
	}
}

// The memory log's positions have holes; so a dense one is pretended.
func TestEventsAreCountedWhereTheLogCan(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	f.write(happened{})
	info, err := f.log.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, dense := range []bool{true, false} {
		info.Dense = dense
		c := checkpoint{Name: "reactor:noter", Position: info.Head - 1, Epoch: &info.Epoch}
		s, err := c.status(t.Context(), info, firsts{f.log, map[domain.Position]time.Time{}})
		if want := map[bool]uint64{true: 1}[dense]; err != nil || s.Events != want || s.Counted != dense {
			t.Errorf("dense %v: %+v, %v", dense, s, err)
		}
	}
}

// One operation takes up all that is parked and lets the reactor go on; not while nothing is mended.
func TestAHaltedReactorIsResumed(t *testing.T) {
	t.Parallel()
	f, b := newFleet(t), &bug{}
	react(t, f.log, f.pool, b.reactor())
	for i := range landslide {
		more(t, f.log, "test-"+strconv.Itoa(i), 0)
	}
	eventually(t, "halted", func() bool { return f.status("older", known).State == Halted })
	if s := f.status("older", known); s.Reason != haltedLandslide || s.Parked != landslide-1 || s.Owner == uuid.Nil {
		t.Errorf("halted: %+v", s)
	}
	operator := Reactors{Log: f.log, Codec: codec(t), Pool: f.pool}
	done, err := operator.Resume(t.Context(), b.reactor())
	if err != nil || done.Lifted || done.Streams != 0 || len(done.Failed) != landslide-1 {
		t.Errorf("nothing is mended: %+v, %v", done, err)
	}
	b.mended.Store(true)
	done, err = operator.Resume(t.Context(), b.reactor())
	if err != nil || !done.Lifted || done.Streams != landslide-1 || done.Answered != landslide-1 || len(done.Failed) != 0 {
		t.Errorf("mended: %+v, %v", done, err)
	}
	eventually(t, "the last is answered", func() bool { return len(b.answered()) >= landslide })
	if s := f.status("older", known); s.State == Halted || s.Parked != 0 {
		t.Errorf("afterwards: %+v", s)
	}
}

// What a newer server parked, an older program may not take up: it would pass over what it does not know.
func TestAnOlderProgramTakesUpNothingThatANewerParked(t *testing.T) {
	t.Parallel()
	f, b := newFleet(t), &bug{}
	newer := b.reactor()
	newer.Answers = []string{known, added}
	stop := reactWith(t, Reactors{Log: f.log, Codec: newerCodec(t), Pool: f.pool, Logger: silent, Pace: quick}, newer)
	more(t, f.log, "test-a", 0)
	eventually(t, "parked", func() bool { return f.status("older", known).Parked == 1 })
	b.mended.Store(true)
	operator := Reactors{Log: f.log, Codec: codec(t), Pool: f.pool}
	if _, err := operator.Retry(t.Context(), b.reactor(), "test-a"); !errors.Is(err, ErrOlder) {
		t.Errorf("it answers %v", err)
	}
	f.passed()
	stop()

	// Once the older version reacts again it may; the newer one will read anew what was passed over with the stream.
	react(t, f.log, f.pool, b.reactor())
	eventually(t, "the older reacts", func() bool { return len(f.status("newer", known, added).Waiting) == 1 })
	if n, err := operator.Retry(t.Context(), b.reactor(), "test-a"); n != 1 || err != nil {
		t.Errorf("%d events answered: %v", n, err)
	}
	at := positions(t, f.log)[0]
	stand, err := PostgresLedger{f.pool}.Claim(t.Context(), uuid.New(), uuid.New(), at, []Consumer{newer.consumer()})
	if err != nil || stand["noter"].Seen[added] != at-1 {
		t.Errorf("the newer goes on from %+v, %v", stand["noter"], err)
	}
}
