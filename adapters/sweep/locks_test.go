package sweep

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/staff"
	"github.com/casetrail/casetrail/domain/workflow"
)

// useUp tries passwords until the door is locked.
func (w *world) useUp(keys ...string) {
	w.t.Helper()
	for _, key := range keys {
		for range limits.Of(limits.Password).Max {
			_, _, err := w.limits.Take(w.t.Context(), limits.Password, key)
			must(w.t, err)
		}
	}
}

// locked is how often each of the two was locked.
func (w *world) locked() (times [2]int) {
	w.t.Helper()
	for i, stream := range []string{"account-" + ana.String(), "staff-" + olga.String()} {
		for _, name := range w.happened(stream) {
			if strings.HasSuffix(name, ".locked") {
				times[i]++
			}
		}
	}
	return times
}

func TestALockIsRecordedOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		given func(*world)
		want  [2]int // Ana, Olga
	}{
		"nobody":               {func(*world) {}, [2]int{}},
		"an applicant":         {func(w *world) { w.useUp(anasClaim) }, [2]int{1, 0}},
		"a member of staff":    {func(w *world) { w.useUp(olgasClaim) }, [2]int{0, 1}},
		"both, and a stranger": {func(w *world) { w.useUp(nobodysClaim, olgasClaim, anasClaim) }, [2]int{1, 1}},
		"tries are left": {func(w *world) {
			_, _, err := w.limits.Take(w.t.Context(), limits.Password, anasClaim)
			must(w.t, err)
		}, [2]int{}},
		"the lock is over": {func(w *world) {
			w.useUp(anasClaim)
			w.exec("update app.limits set locked_until = now()")
		}, [2]int{}},
		"another rule": {func(w *world) {
			for range 6 {
				_, _, err := w.limits.Take(w.t.Context(), limits.PasswordBurst, anasClaim)
				must(w.t, err)
			}
		}, [2]int{}},
		"a registration that has lapsed": {func(w *world) {
			w.happens("account-"+ana.String(), account.Lapsed{})
			w.useUp(anasClaim)
		}, [2]int{}},
		"a member who was disabled": {func(w *world) {
			w.happens("staff-"+olga.String(), staff.Disabled{})
			w.useUp(olgasClaim)
		}, [2]int{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.people()
			c.given(w)
			one, other := newLocks(w.Sweeper), newLocks(w.Sweeper)
			w.do(one.sweep, 2)
			if got := w.locked(); got != [2]int{} {
				t.Errorf("before the last attempt was through: %v", got)
			}
			w.now = w.now.Add(settle)
			w.do(one.sweep, 2)
			w.do(other.sweep, 1)
			w.now = w.now.Add(settle)
			w.do(other.sweep, 2)
			if diff := cmp.Diff(c.want, w.locked()); diff != "" {
				t.Error(diff)
			}
			if w.logged.Len() > 0 {
				t.Errorf("logged: %s", w.logged)
			}
		})
	}
}

func TestTheEventSaysUntilWhenTheDoorIsLocked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people()
	w.useUp(anasClaim)
	l := newLocks(w.Sweeper)
	w.do(l.sweep, 1)
	w.now = w.now.Add(settle)
	w.do(l.sweep, 1)
	var until time.Time
	must(t, w.Pool.QueryRow(t.Context(), "select locked_until from app.limits where rule = $1", limits.Password).Scan(&until))
	a, err := w.Accounts.Load(t.Context(), ana.String())
	if err != nil || !a.State.LockedUntil.Equal(until) {
		t.Errorf("locked until %s, the door until %s, %v", a.State.LockedUntil, until, err)
	}
}

func TestEachLockIsRecorded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people()
	l := newLocks(w.Sweeper)
	for n := 1; n <= 3; n++ {
		w.useUp(anasClaim)
		w.do(l.sweep, 1)
		w.now = w.now.Add(settle)
		w.do(l.sweep, 2)
		if got := w.locked(); got[0] != n {
			t.Fatalf("%d locks, %d recorded", n, got[0])
		}
		w.exec("update app.limits set window_start = window_start - interval '2 h', locked_until = now()")
	}
}

func TestTwoServersRecordOneLock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people()
	w.useUp(anasClaim, olgasClaim)
	for range 4 {
		one, other := newLocks(w.Sweeper), newLocks(w.Sweeper)
		w.together(one.sweep, other.sweep)
		w.now = w.now.Add(settle)
		w.together(one.sweep, other.sweep)
	}
	if got := w.locked(); got != [2]int{1, 1} {
		t.Errorf("recorded %v", got)
	}
}

// The attempt that used up the last one was right: the counter is cleared when the second step is proved.
func TestNobodyIsLockedWhileProvingTheSecondStep(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		then func(*world)
		want int
	}{
		"proved":   {func(w *world) { must(w.t, w.limits.Clear(w.t.Context(), limits.Password, anasClaim)) }, 0},
		"given up": {func(w *world) { w.exec("update app.tokens set expires_at = now()") }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.people()
			w.useUp(anasClaim)
			_, err := w.tokens.Start(t.Context(), workflow.Token{
				Holder: domain.Actor{Kind: domain.Applicant, ID: ana.String()}, Session: uuid.New(), Stage: workflow.StageCode,
			})
			must(t, err)
			l := newLocks(w.Sweeper)
			for range 4 {
				w.do(l.sweep, 1)
				w.now = w.now.Add(settle)
			}
			if got := w.locked(); got[0] != 0 {
				t.Errorf("locked %d times while proving", got[0])
			}
			c.then(w)
			w.do(l.sweep, 2)
			if got := w.locked(); got[0] != c.want {
				t.Errorf("locked %d times in the end, want %d", got[0], c.want)
			}
		})
	}
}

func TestALockThatFailsHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people()
	w.useUp(olgasClaim, anasClaim)
	whole := w.Claims
	l := newLocks(w.Sweeper)
	for _, but := range []string{anasClaim, olgasClaim} {
		l.Claims = brokenClaims{whole, but}
		w.do(l.sweep, 1)
		w.now = w.now.Add(settle)
		w.do(l.sweep, 3)
		if got := w.locked(); got != [2]int{1, 0} {
			t.Errorf("recorded %v", got)
		}
	}
	if lines := strings.Split(strings.TrimSpace(w.logged.String()), "\n"); len(lines) != 1 || !strings.Contains(lines[0], "down") || strings.Contains(lines[0], olgasClaim) {
		t.Errorf("logged: %q", lines)
	}
	l.Claims = whole
	w.now = w.now.Add(again)
	w.do(l.sweep, 1)
	if got := w.locked(); got != [2]int{1, 1} {
		t.Errorf("in the end: %v", got)
	}
	if len(l.quiet) != 2 {
		t.Errorf("remembers %v", l.quiet)
	}
	w.now = w.now.Add(limits.Of(limits.Password).Longest)
	w.exec("update app.limits set locked_until = now()")
	w.do(l.sweep, 1)
	if len(l.quiet) != 0 {
		t.Errorf("still remembers %v", l.quiet)
	}
}
