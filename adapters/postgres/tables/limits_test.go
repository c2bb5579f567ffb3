package tables_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/domain/limits"
)

func take(t *testing.T, l *tables.Limits, rule, key string) (left int, wait time.Duration) {
	t.Helper()
	left, wait, err := l.Take(t.Context(), rule, key)
	if err != nil {
		t.Fatal(err)
	}
	return left, wait
}

// later lets time pass for every limit.
func later(t *testing.T, pool *pgxpool.Pool, d time.Duration) {
	t.Helper()
	exec(t, pool, "update app.limits set window_start = window_start - $1::interval, locked_until = locked_until - $1::interval", d)
}

func near(got, want time.Duration) bool { return got <= want && got > want-20*time.Second }

func TestWindow(t *testing.T) {
	t.Parallel()
	pool := open(t, pgtest.New(t))
	l := tables.NewLimits(pool)
	rule, _ := limits.Find(limits.SignUpNetwork)
	for n := rule.Max - 1; n >= 0; n-- {
		if left, wait := take(t, l, rule.Name, "k"); left != n || wait != 0 {
			t.Fatalf("left = %d, wait %s; want %d", left, wait, n)
		}
	}
	for range 3 {
		if left, wait := take(t, l, rule.Name, "k"); left != -1 || !near(wait, rule.Window) {
			t.Fatalf("one too many: left = %d, wait %s", left, wait)
		}
	}
	if left, _ := take(t, l, rule.Name, "another key"); left != rule.Max-1 {
		t.Fatalf("another key has %d left", left)
	}
	if left, _ := take(t, l, limits.SignUpAddress, "k"); left < 0 {
		t.Fatal("another rule is used up as well")
	}
	later(t, pool, rule.Window-10*time.Second)
	if left, wait := take(t, l, rule.Name, "k"); left != -1 || wait > 10*time.Second || wait < time.Second {
		t.Fatalf("before the window's end: left = %d, wait %s", left, wait)
	}
	later(t, pool, 10*time.Second)
	if left, wait := take(t, l, rule.Name, "k"); left != rule.Max-1 || wait != 0 {
		t.Fatalf("after the window: left = %d, wait %s", left, wait)
	}
}

func TestLockGrowsUntilItIsCleared(t *testing.T) {
	t.Parallel()
	pool := open(t, pgtest.New(t))
	l := tables.NewLimits(pool)
	rule, _ := limits.Find(limits.Password)
	useUp := func() {
		t.Helper()
		for n := rule.Max - 1; n >= 0; n-- {
			if left, _ := take(t, l, rule.Name, "k"); left != n {
				t.Fatalf("left = %d, want %d", left, n)
			}
		}
	}
	lock := rule.Lock
	for range 8 {
		useUp()
		if left, wait := take(t, l, rule.Name, "k"); left != -1 || !near(wait, lock) {
			t.Fatalf("locked: left = %d, wait %s; want %s", left, wait, lock)
		}
		later(t, pool, lock)
		lock = min(2*lock, rule.Longest)
	}
	if lock != rule.Longest {
		t.Fatalf("the lock grew to %s only", lock)
	}
	useUp()
	if err := l.Clear(t.Context(), rule.Name, "k"); err != nil {
		t.Fatal(err)
	}
	useUp()
	if _, wait := take(t, l, rule.Name, "k"); !near(wait, rule.Lock) {
		t.Fatalf("after a success the first lock is %s, want %s", wait, rule.Lock)
	}
}

// A lock that is longer than what is left of the window outlives the window.
func TestLockOutlivesItsWindow(t *testing.T) {
	t.Parallel()
	pool := open(t, pgtest.New(t))
	l := tables.NewLimits(pool)
	rule, _ := limits.Find(limits.Password)
	for range rule.Max {
		take(t, l, rule.Name, "k")
	}
	exec(t, pool, "update app.limits set window_start = window_start - $1::interval", 2*rule.Window)
	if left, wait := take(t, l, rule.Name, "k"); left != -1 || !near(wait, rule.Lock) {
		t.Fatalf("left = %d, wait %s", left, wait)
	}
}

// Of 3n tries at once at a limit of n, through two servers, exactly n pass.
func TestExactlyAsManyPassAsThereAre(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	servers := []*tables.Limits{tables.NewLimits(open(t, url)), tables.NewLimits(open(t, url))}
	for _, name := range []string{limits.SignInNetwork, limits.Password, limits.LetterDay} {
		rule, _ := limits.Find(name)
		var passed atomic.Int32
		var tries errgroup.Group
		for i := range 3 * rule.Max {
			tries.Go(func() error {
				left, _, err := servers[i%2].Take(context.Background(), name, "k")
				if err == nil && left >= 0 {
					passed.Add(1)
				}
				return err
			})
		}
		if err := tries.Wait(); err != nil {
			t.Fatal(err)
		}
		if int(passed.Load()) != rule.Max {
			t.Errorf("%s: %d of %d passed, want %d", name, passed.Load(), 3*rule.Max, rule.Max)
		}
	}
}

func TestUnknownLimit(t *testing.T) {
	t.Parallel()
	if _, _, err := tables.NewLimits(nil).Take(t.Context(), "no_such_rule", "k"); err == nil || !strings.Contains(err.Error(), "no_such_rule") {
		t.Fatalf("err = %v", err)
	}
}

func TestSweepKeepsWhatHoldsSomebodyBack(t *testing.T) {
	t.Parallel()
	pool := open(t, pgtest.New(t))
	l := tables.NewLimits(pool)
	password, _ := limits.Find(limits.Password)
	take(t, l, limits.SignUpNetwork, "over soon")
	for range password.Max {
		take(t, l, limits.Password, "locked once")
	}
	for _, step := range []struct {
		after time.Duration
		want  int64
	}{
		{0, 0},
		{2 * time.Hour, 1},       // the window is over
		{48 * time.Hour, 0},      // the lock is over, but the next one would be longer
		{31 * 24 * time.Hour, 1}, // long forgotten
	} {
		if step.after > 0 {
			later(t, pool, step.after)
		}
		if got, err := l.Sweep(t.Context()); err != nil || got != step.want {
			t.Errorf("after %s: %d swept, %v; want %d", step.after, got, err, step.want)
		}
	}
}
