package projections

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

const theLease = "projection:tills_v1"

func TestOneOfTwoServersAppliesAndTheOtherTakesOver(t *testing.T) {
	w := newWorld(t)
	p := tills()
	one, two := w.prepared(p), w.prepared(p)
	stop := w.run(one)
	w.reaches(one, w.happens("till-1", added{1}))
	owner := w.status(one, "tills").Owner
	w.run(two)
	w.reaches(two, w.happens("till-1", added{2}))
	if s := w.status(two, "tills"); s.Owner != owner || owner == uuid.Nil {
		t.Errorf("applied by %s, want still %s", s.Owner, owner)
	}
	stop()
	w.reaches(two, w.happens("till-1", added{3}))
	if s := w.status(two, "tills"); s.Owner == owner {
		t.Error("still applied by the server that stopped")
	}
	w.shows(p, map[string]till{"till-1": {6, 3, ""}})
}

func TestAServerThatIsStoppedAtOnceLeavesTheLeaseFree(t *testing.T) {
	w := newWorld(t)
	e := w.prepared(tills())
	for i := range 20 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*200*time.Microsecond)
		must(t, e.Run(ctx))
		cancel()
		l, err := e.acquire(t.Context(), []string{theLease})
		if len(l) != 1 || err != nil {
			t.Fatalf("stopped after %d × 200 µs: the lease is not free, %v", i, err)
		}
		e.release(t.Context(), l[0])
	}
}

// It looks often: a lock on the row would be a commit each time, and in the owner's way.
func TestAServerThatStandsByOnlyLooks(t *testing.T) {
	w := newWorld(t)
	e := w.prepared(tills())
	held, err := e.acquire(t.Context(), []string{theLease})
	must(t, err)
	if l, err := e.acquire(t.Context(), []string{theLease}); len(l) > 0 || err != nil {
		t.Fatalf("two hold the lease, %v", err)
	}
	var locked string
	must(t, e.pool.QueryRow(t.Context(), `select xmax::text from app.leases where owner = $1`, held[0].owner).Scan(&locked))
	if locked != "0" {
		t.Error("it locked the row of the lease")
	}
}

func TestAKilledServerIsReplacedWithinFiveSeconds(t *testing.T) {
	w := newWorld(t)
	p := tills()
	e := w.prepared(p)
	w.exec(`insert into app.leases (name, owner, until) values ('projection:tills_v1', $1, clock_timestamp() + interval '4 seconds')`, uuid.New())
	w.exec(`update app.checkpoints set owner = $1`, uuid.New())
	killed := time.Now()
	w.run(e)
	w.reaches(e, w.happens("till-1", added{1}))
	if took := time.Since(killed); took > 5*time.Second || took < 3*time.Second {
		t.Errorf("took over after %v, want when the lease has run out", took)
	}
	w.shows(p, map[string]till{"till-1": {1, 1, ""}})
}

// A server that is frozen inside a transaction holds the lock on its checkpoint.
// The owner died, and then the database's clock was turned back: nobody waits an hour for a lease of the future.
func TestALeaseOfTheFutureIsFree(t *testing.T) {
	w := newWorld(t)
	e := w.prepared(tills())
	for _, tc := range []struct {
		until string
		taken int
	}{{"59 minutes", 1}, {"2 seconds", 0}} {
		w.exec(`insert into app.leases (name, owner, until) values ('job', $1, clock_timestamp() + $2::text::interval)
			on conflict (name) do update set until = excluded.until`, uuid.New(), tc.until)
		got, err := e.acquire(t.Context(), []string{"job"})
		must(t, err)
		if len(got) != tc.taken {
			t.Errorf("a lease of another server that lasts %s: %d taken", tc.until, len(got))
		}
	}
}

func TestAServerFrozenInATransactionIsReplaced(t *testing.T) {
	w := newWorld(t)
	p := tills()
	frozen, thaw := make(chan struct{}), make(chan struct{})
	freezing := failing(p, func(domain.Fact) error { close(frozen); <-thaw; return nil })
	one, two := w.prepared(freezing), w.prepared(p)
	w.run(one)
	at := w.happens("till-1", added{1})
	<-frozen
	since := time.Now()
	w.exec(`update app.leases set until = clock_timestamp()`)
	w.run(two)
	w.reaches(two, at)
	if took := time.Since(since); took > 5*time.Second {
		t.Errorf("took over after %v", took)
	}
	close(thaw)
	w.reaches(two, w.happens("till-1", doubled{}))
	w.shows(p, map[string]till{"till-1": {2, 2, ""}})
}

func TestAServerThatLostItsTenureWritesNothing(t *testing.T) {
	w := newWorld(t)
	p := tills()
	e := w.prepared(p)
	ctx := t.Context()
	old := w.tenure(e)
	at := w.happens("till-1", added{1})
	facts := w.part(e, p, 0)

	w.exec(`update app.leases set until = clock_timestamp()`)
	if err := old.claim(ctx); err != nil {
		t.Fatal(err)
	}
	must(t, old.load(ctx)) // nobody has claimed it yet: the lease is only for speed
	now := w.tenure(e)
	for what, do := range map[string]func() error{
		"apply": func() error { return old.commit(ctx, facts) },
		"pass":  func() error { return old.commit(ctx, part{through: at}) },
		"park":  func() error { return old.park(ctx, facts, "test") },
	} {
		if err := do(); !errors.Is(err, errMoved) {
			t.Errorf("%s after the tenure: %v, want nothing written", what, err)
		}
	}
	must(t, old.claim(ctx)) // it wakes up and tries to take it back
	if err := old.load(ctx); !errors.Is(err, errLost) {
		t.Errorf("%v, want lost", err)
	}
	w.shows(p, map[string]till{})
	must(t, now.commit(ctx, facts))
	w.shows(p, map[string]till{"till-1": {1, 1, ""}})
	if s := w.status(e, "tills"); s.Parked != 0 {
		t.Error("the old server parked a stream")
	}
}

// A projection that read by itself may be ahead of the others whom it joins: what they hand it then takes nothing back.
func TestACheckpointNeverMovesBack(t *testing.T) {
	w := newWorld(t)
	p := tills()
	k := w.tenure(w.prepared(p))
	first := w.happens("till-1", added{1})
	last := w.happens("till-1", added{3})
	must(t, k.commit(t.Context(), w.part(k.engine, p, 0)))
	must(t, k.commit(t.Context(), part{through: first}))
	must(t, k.load(t.Context()))
	if k.at != last {
		t.Fatalf("at %d, was %d", k.at, last)
	}
	w.shows(p, map[string]till{"till-1": {4, 2, ""}})
}

// owns is a worker of the first shard that holds its lease.
func (w *world) owns(e *Engine) *worker {
	w.t.Helper()
	ctx := context.Background()
	l, err := e.acquire(ctx, []string{theLease})
	must(w.t, err)
	if len(l) == 0 {
		w.t.Fatal("the lease is not free")
	}
	info, err := w.log.Info(ctx)
	must(w.t, err)
	return &worker{engine: e, shard: e.shards[0], owner: l[0].owner, epoch: info.Epoch, feed: newFeed(info.Head)}
}

// tenure is a worker of the first shard that has just taken over.
func (w *world) tenure(e *Engine) *worker {
	w.t.Helper()
	k := w.owns(e)
	must(w.t, k.claim(context.Background()))
	must(w.t, k.load(context.Background()))
	return k
}

// part is what the log holds for a projection after a position.
func (w *world) part(e *Engine, p Projection, after domain.Position) (all part) {
	for b, err := range w.log.Follow(context.Background(), after) {
		must(w.t, err)
		e.stretch(b).add(&all, shard{Projection: p}, after)
		if b.CaughtUp {
			return all
		}
	}
	return all
}

func TestACommitWhoseOutcomeIsUnknownCountsOnce(t *testing.T) {
	w := newWorld(t)
	p := tills()
	e := w.prepared(p)
	k := w.tenure(e)
	w.happens("till-1", added{1})
	facts := w.part(e, p, 0)
	must(t, k.commit(t.Context(), facts))
	k.at = 0 // as if the answer had been lost
	err := k.commit(t.Context(), facts)
	if !errors.Is(err, errMoved) {
		t.Fatalf("%v, want the checkpoint to have moved", err)
	}
	must(t, k.load(t.Context()))
	if k.at != facts.through {
		t.Errorf("goes on from %d, want %d", k.at, facts.through)
	}
	w.shows(p, map[string]till{"till-1": {1, 1, ""}})
}
