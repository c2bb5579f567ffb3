package logtest

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// resumeAnywhere: whatever Through a checkpoint stored, the rest follows.
func resumeAnywhere(t testing.TB, on Instance) {
	log := on.Log
	const many = 700
	for i := range many / 7 {
		appends(t, log, "s", domain.Revision(7*i), events(7))
	}
	all, through := follow(t, log, 0)
	if len(all) != many || through != info(t, log).Head {
		t.Fatalf("followed %d events through %d", len(all), through)
	}
	for i := 1; i < many; i += 37 {
		if all[i].Position <= all[i-1].Position {
			t.Fatalf("position %d follows %d", all[i].Position, all[i-1].Position)
		}
		rest, end := follow(t, log, all[i].Position)
		if len(rest) != many-i-1 || end != through || len(rest) > 0 && rest[0].ID != all[i+1].ID {
			t.Errorf("after event %d follow %d events through %d", i, len(rest), end)
		}
	}
	if dense := info(t, log).Dense; dense != (through == many) {
		t.Errorf("dense %v, but %d events end at %d", dense, many, through)
	}
}

// batchesEnd: a reader is told when there is nothing more at hand, also when there was nothing at all; then it waits.
func batchesEnd(t testing.TB, on Instance) {
	log := on.Log
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	step, after := 0, domain.Position(0)
	for b, err := range log.Follow(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Events) == 0 && b.Through != after {
			t.Fatalf("an empty batch goes from %d through %d", after, b.Through)
		}
		if n := len(b.Events); n > 0 && b.Through < b.Events[n-1].Position {
			t.Fatalf("through %d is behind the last event", b.Through)
		}
		after = b.Through
		if !b.CaughtUp {
			continue
		}
		if got := len(read(t, log, "s", 0)); got != step || b.Through != info(t, log).Head {
			t.Fatalf("caught up through %d after %d appends of %d", b.Through, got, step)
		}
		if step == 5 {
			return
		}
		appends(t, log, "s", domain.Revision(step), events(1))
		step++
	}
	t.Fatal("the reader was not told that it caught up")
}

// aheadOfHead: such a position is of another epoch, or of the future; waiting for it would be waiting for the wrong events.
func aheadOfHead(t testing.TB, on Instance) {
	log := on.Log
	appends(t, log, "s", 0, events(2))
	head := info(t, log).Head
	for _, after := range []domain.Position{head + 1, math.MaxInt64, math.MaxInt64 + 1, math.MaxUint64} {
		batches, err := collect(log.Follow(t.Context(), after))
		if !errors.Is(err, eventstore.ErrAhead) || len(batches) != 0 {
			t.Errorf("after %d of %d: %d batches, %v", after, head, len(batches), err)
		}
	}
}
