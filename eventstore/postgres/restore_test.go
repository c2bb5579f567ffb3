package postgres_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/postgres"
)

func TestANewEpochEndsWhatTheOldOneRemembers(t *testing.T) {
	t.Parallel()
	pool := database(t)
	log, conn := open(t, pool, postgres.Options{}), other(t, pool)
	appendTo(t, log, "s-1", 0, 3)
	before, err := postgres.StateOf(t.Context(), conn)
	if err != nil || before.Head != 3 || before.Stored.IsZero() {
		t.Fatalf("%+v, %v", before, err)
	}
	if err := postgres.NewEpoch(t.Context(), conn); err != nil {
		t.Fatal(err)
	}
	after, err := postgres.StateOf(t.Context(), conn)
	if err != nil || after.Epoch == before.Epoch || after.Identity != before.Identity || after.Head != 3 {
		t.Errorf("%+v was %+v, %v", after, before, err)
	}
	for _, err := range log.Follow(t.Context(), 1) {
		if !errors.Is(err, eventstore.ErrAhead) {
			t.Errorf("who was there before goes on: %v", err)
		}
		break
	}
}

func TestALogWithoutAnEpochIsNoneUntilItIsRevived(t *testing.T) {
	t.Parallel()
	pool := database(t)
	conn := other(t, pool)
	exec(t, conn, "delete from es.meta")
	if _, err := postgres.StateOf(t.Context(), conn); !errors.Is(err, postgres.ErrNoEpoch) {
		t.Errorf("its state: %v", err)
	}
	if _, err := postgres.Open(t.Context(), pool, postgres.Options{}); !errors.Is(err, postgres.ErrNoEpoch) {
		t.Errorf("it is opened: %v", err)
	}
	was := postgres.Identity{Store: uuid.New(), Schema: 1}
	if err := postgres.Revive(t.Context(), conn, was); err != nil {
		t.Fatal(err)
	}
	now, err := postgres.StateOf(t.Context(), conn)
	if err != nil || now.Identity != was || now.Epoch == uuid.Nil || now.Head != 0 || !now.Stored.IsZero() {
		t.Errorf("%+v, %v", now, err)
	}
	if err := postgres.Revive(t.Context(), conn, was); err == nil {
		t.Error("a log that lives is revived")
	}
}
