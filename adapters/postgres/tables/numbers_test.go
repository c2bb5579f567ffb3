package tables_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/postgres/tables"
)

// Each act asks three times, at once and through two servers.
func TestEachActIsGivenOneNumberWithoutGaps(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	servers := []*tables.Numbers{tables.NewNumbers(open(t, url)), tables.NewNumbers(open(t, url))}
	const acts = 20
	var mutex sync.Mutex
	got := map[uuid.UUID][]int64{}
	var asking errgroup.Group
	for range acts {
		act := uuid.New()
		for i := range 3 {
			asking.Go(func() error {
				number, err := servers[i%2].Next(context.Background(), "receipt", act)
				mutex.Lock()
				defer mutex.Unlock()
				got[act] = append(got[act], number)
				return err
			})
		}
	}
	if err := asking.Wait(); err != nil {
		t.Fatal(err)
	}
	var numbers []int64
	for act, answers := range got {
		if slices.Min(answers) != slices.Max(answers) {
			t.Errorf("act %s was given %v", act, answers)
		}
		numbers = append(numbers, answers[0])
	}
	slices.Sort(numbers)
	for i, number := range numbers {
		if number != int64(i+1) {
			t.Fatalf("numbers %v have a gap or a double", numbers)
		}
	}
}

func TestSeriesCountForThemselves(t *testing.T) {
	t.Parallel()
	numbers := tables.NewNumbers(open(t, pgtest.New(t)))
	if _, err := numbers.Next(t.Context(), "receipt", uuid.New()); err != nil {
		t.Fatal(err)
	}
	act := uuid.New()
	for series, want := range map[string]int64{"receipt": 2, "notice": 1} {
		if got, err := numbers.Next(t.Context(), series, act); err != nil || got != want {
			t.Errorf("%s: %d, %v; want %d", series, got, err, want)
		}
	}
}
