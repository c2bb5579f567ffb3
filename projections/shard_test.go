package projections

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// Four workers on two servers make what one would make, also of what was there before they started.
func TestShardsEqualAFold(t *testing.T) {
	for name, p := range map[string]Projection{"applied": tills(), "folded": loaded()} {
		t.Run(name, func(t *testing.T) {
			p.Shards = 4
			ana := uuid.New()
			w := newWorld(t)
			want := map[string]till{}
			var at domain.Position
			act := func(i int) {
				stream := fmt.Sprint("till-", i%13)
				at = w.happens(stream, added{i})
				want[stream] = want[stream].fold(added{i})
			}
			for i := range 100 {
				act(i)
			}
			one, two := w.prepared(p), w.prepared(p)
			stop := w.run(one)
			w.run(two)
			for i := range 100 {
				act(i)
			}
			w.reaches(two, at)
			w.shows(p, want)
			stop()
			for i := range 100 {
				act(i)
			}
			at = w.happens("till-a", named{personal.New(ana, "Ana")})
			w.reaches(two, at)
			at = w.happens("account-ana", forgotten{ana})
			w.reaches(two, at)
			want["till-a"] = till{0, 1, erasedName}
			w.shows(p, want)
			s := w.becomes(two, "tills", Live)
			if s.Shards != 4 || s.Position != at || !s.Built {
				t.Errorf("%+v", s)
			}
			w.exec(`update tills_v1.tills set amount = 0`)
			for stream := range want {
				must(t, one.Repair(t.Context(), "tills", stream))
			}
			w.shows(p, want)
		})
	}
}

func TestTheWorstShardCounts(t *testing.T) {
	w := newWorld(t)
	p := tills()
	p.Shards = 3
	stuck := p.of("till-1").checkpoint()
	gate := make(chan struct{})
	defer close(gate)
	e := w.prepared(failing(p, func(f domain.Fact) error {
		if f.Stream == "till-1" {
			<-gate
		}
		return nil
	}))
	w.run(e)
	w.becomes(e, "tills", Live)
	first := w.happens("till-1", added{1})
	last := w.happens("till-2", added{1})
	for w.text(`select min(position) from app.checkpoints where name <> $1`, stuck) != fmt.Sprint(last) {
		w.status(e, "tills")
	}
	if s := w.becomes(e, "tills", CatchingUp); s.Position >= first {
		t.Errorf("%+v", s)
	}
	if at, _ := e.board.least(p.checkpoints()); at >= first {
		t.Errorf("who waits is told %d", at)
	}
}

func TestShardsAreForEver(t *testing.T) {
	t.Parallel()
	p := tills()
	p.Shards = 4
	for stream, want := range map[string]int{"till-1": 2, "casefile-IOE0912345678": 0, "casefile-IOE0912345679": 3, "": 1} {
		if got := p.of(stream).n; got != want {
			t.Errorf("%q is in shard %d, was in %d: checkpoints mean something else now", stream, got, want)
		}
	}
	count := make([]int, p.Shards)
	for i := range 4000 {
		s := p.of(fmt.Sprintf("casefile-IOE%010d", i))
		if count[s.n]++; !s.has(fmt.Sprintf("casefile-IOE%010d", i)) {
			t.Fatalf("shard %d does not have its own stream", s.n)
		}
	}
	for n, of := range count {
		if of < 900 || of > 1100 {
			t.Errorf("shard %d has %d of 4000 streams", n, of)
		}
	}
	if p.print() == tills().print() {
		t.Error("sharding another way is not noticed")
	}
}
