package feed

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

func TestCheckpointsBelongToTheLastOwner(t *testing.T) {
	t.Parallel()
	ledger, ctx := PostgresLedger{database(t)}, t.Context()
	old, new, epoch := uuid.New(), uuid.New(), uuid.New()
	type stand = map[string]domain.Position
	claim := func(owner, epoch uuid.UUID, head domain.Position, want stand) {
		t.Helper()
		var consumers []Consumer
		for name := range want {
			consumers = append(consumers, Consumer{Name: name, Types: []string{"test.happened"}, FromStart: name == "a"})
		}
		got, err := ledger.Claim(ctx, owner, epoch, head, consumers)
		if err != nil {
			t.Fatal(err)
		}
		for name, at := range want {
			if diff := cmp.Diff(Stand{Through: at, Seen: stand{"test.happened": at}}, got[name]); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
	save := func(owner uuid.UUID, want error, moves ...Move) {
		t.Helper()
		if err := ledger.Save(ctx, owner, moves); !errors.Is(err, want) {
			t.Errorf("saving answers %v, want %v", err, want)
		}
	}
	claim(old, epoch, 40, stand{"a": 0, "b": 40})
	save(old, nil, Move{"a", 0, 7}, Move{"b", 40, 47})
	save(old, ErrLost, Move{"a", 7, 9}, Move{"b", 40, 49}) // one does not stand there
	claim(new, epoch, 90, stand{"a": 7, "b": 47, "c": 90})
	save(old, ErrLost, Move{"a", 7, 9})
	save(new, nil, Move{"a", 7, 8})
	// Restored, and shorter: what stands past the head goes back to it, and nothing starts from the beginning.
	claim(new, uuid.New(), 30, stand{"a": 8, "b": 30, "c": 30})
}

func TestParkedStreamsAreListedPerConsumer(t *testing.T) {
	t.Parallel()
	pool := database(t)
	ledger, ctx := PostgresLedger{pool}, t.Context()
	for _, stream := range []string{"test-b", "test-a", "test-b"} {
		if err := ledger.Park(ctx, "reader", eventstore.Recorded{Stream: stream, Position: 5}, "panic"); err != nil {
			t.Fatal(err)
		}
	}
	for consumer, want := range map[string][]string{"reader": {"test-a", "test-b"}, "other": {}} {
		got, err := ledger.Parked(ctx, consumer)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", consumer, diff)
		}
	}
	var reason string
	var attempts int
	err := pool.QueryRow(ctx, `select reason_code, attempts from app.parked where stream = 'test-b'`).Scan(&reason, &attempts)
	if err != nil || reason != "panic" || attempts != 2 {
		t.Errorf("%q after %d attempts: %v", reason, attempts, err)
	}
}
