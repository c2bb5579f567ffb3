package vault

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/personal"
)

func TestTombstonesSayWhoWasErased(t *testing.T) {
	t.Parallel()
	k, _ := newKeys(t)
	living, erased, never := uuid.New(), uuid.New(), uuid.New()
	begun := time.Now().Add(-time.Minute)
	if err := k.Ensure(t.Context(), living, erased); err != nil {
		t.Fatal(err)
	}
	certificate := uuid.New()
	if err := k.Destroy(t.Context(), erased, certificate); err != nil {
		t.Fatal(err)
	}
	stones, err := k.Tombstones(t.Context())
	if err != nil || len(stones) != 1 || stones[0].Subject != erased || stones[0].Certificate != certificate || stones[0].Destroyed.Before(begun) {
		t.Errorf("%+v, %v", stones, err)
	}
	all := []personal.Subject{living, erased, never}
	if got, err := k.Living(t.Context(), all); err != nil || !slices.Equal(got, []personal.Subject{living}) {
		t.Errorf("living: %v, %v", got, err)
	}
	if got, err := k.Missing(t.Context(), all); err != nil || !slices.Equal(got, []personal.Subject{never}) {
		t.Errorf("missing: %v, %v", got, err)
	}
	if n, newest, err := k.Since(t.Context(), begun); err != nil || n != 2 || newest.Before(begun) {
		t.Errorf("since a minute ago: %d, %s, %v", n, newest, err)
	}
	if n, newest, err := k.Since(t.Context(), time.Now().Add(time.Minute)); err != nil || n != 0 || !newest.IsZero() {
		t.Errorf("since a moment to come: %d, %s, %v", n, newest, err)
	}
}
