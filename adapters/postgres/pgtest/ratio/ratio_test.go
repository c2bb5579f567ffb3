package ratio_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest/ratio"
)

func sleeping(d time.Duration) ratio.Side {
	return func(context.Context, int) error {
		time.Sleep(d)
		return nil
	}
}

func TestTheFasterSideHasTheHigherRate(t *testing.T) {
	t.Parallel()
	race := ratio.Race{Callers: 4, Rounds: 3, Turn: 60 * time.Millisecond}
	r, err := race.Run(t.Context(), sleeping(2*time.Millisecond), sleeping(10*time.Millisecond))
	if err != nil || len(r.Subject) != 3 || len(r.Limit) != 3 {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := r.Ratio(); got < 2 || got > 10 {
		t.Errorf("five times as fast is a ratio of %v", got)
	}
	if got := ratio.Median(r.Limit); got < 100 || got > 401 {
		t.Errorf("four callers of 10 ms each make %v calls a second", got)
	}
}

func TestSidesTakeTurns(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var turns []string
	side := func(name string) ratio.Side {
		return func(context.Context, int) error {
			mu.Lock()
			defer mu.Unlock()
			if len(turns) == 0 || turns[len(turns)-1] != name {
				turns = append(turns, name)
			}
			return nil
		}
	}
	if _, err := (ratio.Race{Callers: 3, Rounds: 3, Turn: 5 * time.Millisecond}).Run(t.Context(), side("a"), side("b")); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(turns, ""); got != "abab" { // a b, b a, a b: neighbors of the same side run on
		t.Errorf("the turns were %s", got)
	}
}

func TestTheLimitMayHaveCallersOfItsOwn(t *testing.T) {
	t.Parallel()
	race := ratio.Race{Callers: 8, Limit: 2, Rounds: 1, Turn: 60 * time.Millisecond}
	r, err := race.Run(t.Context(), sleeping(5*time.Millisecond), sleeping(5*time.Millisecond))
	if err != nil || r.Ratio() < 2 || r.Ratio() > 8 {
		t.Errorf("eight callers beside two: %v, %v", r.Ratio(), err)
	}
}

func TestAFailureEndsTheRace(t *testing.T) {
	t.Parallel()
	failure := errors.New("broken")
	begun := time.Now()
	_, err := ratio.Race{Callers: 2, Turn: time.Minute}.Run(t.Context(), func(_ context.Context, caller int) error {
		time.Sleep(time.Millisecond)
		if caller == 1 {
			return failure
		}
		return nil
	}, sleeping(time.Millisecond))
	if !errors.Is(err, failure) || time.Since(begun) > 30*time.Second {
		t.Errorf("after %v: %v", time.Since(begun), err)
	}
}

func TestMedian(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		of   []float64
		want float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{9, 1, 2}, 2}, {[]float64{4, 1, 3, 2}, 2.5}} {
		if got := ratio.Median(c.of); got != c.want {
			t.Errorf("of %v: %v, want %v", c.of, got, c.want)
		}
	}
	r := ratio.Result{Subject: []float64{10, 30, 20}, Limit: []float64{10, 10, 40}}
	if r.Ratio() != 1 {
		t.Errorf("the median of 1, 3 and 0.5 is %v", r.Ratio())
	}
}
