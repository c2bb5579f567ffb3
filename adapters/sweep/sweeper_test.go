package sweep

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Two servers run; whatever one of them leaves undone the other does. Each thing happens once.
func TestRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.project()
	w.people()
	w.useUp(anasClaim)
	w.signsIn(officer, visit, workflow.StageFull)
	w.later(limits.IdleStaff)
	w.starts(applicant, ana, workflow.StageSignUp)
	w.exec("update app.tokens set expires_at = now() where stage = 'sign_up'")
	_, _, err := w.limits.Take(t.Context(), limits.SignUpNetwork, "k")
	must(t, err)
	w.exec("update app.limits set window_start = window_start - interval '1 day' where rule = $1", limits.SignUpNetwork)
	_, err = w.forms.Keep(t.Context(), domain.Actor{Kind: domain.Applicant, ID: ana.String()}, []byte("sealed"))
	must(t, err)
	w.exec("update app.kept_forms set expires_at = now()")
	w.put("", nil)
	w.exec("update app.vault set created_at = now() - interval '2 days'")

	start := time.Now()
	s := w.Sweeper
	s.Now = func() time.Time { return start.Add(200 * time.Millisecond).Add(20 * time.Since(start)) } // in a hurry
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 2)
	for range 2 {
		go func() { stopped <- s.Run(ctx) }()
	}
	done := func() bool {
		return w.locked() == [2]int{1, 0} && len(w.happened("session-"+visit.String())) == 2 &&
			w.rows("tokens") == 0 && w.rows("vault") == 0 && w.rows("limits") == 1 && w.rows("kept_forms") == 0
	}
	for deadline := time.Now().Add(20 * time.Second); !done(); {
		if time.Now().After(deadline) {
			t.Fatalf("locked %v, %d tokens, %d rows in the vault, %d counters; %s", w.locked(), w.rows("tokens"), w.rows("vault"), w.rows("limits"), w.logged)
		}
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	for range 2 {
		must(t, <-stopped)
	}
	if !done() {
		t.Error("something happened twice")
	}
}

func TestAChoreThatFailsIsDoneAgainAfterAMinuteAndHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var did []string
	fails := true
	chores := []*chore{
		{name: "bad", every: time.Hour, do: func(context.Context) error {
			did = append(did, "bad")
			if fails {
				return errDown
			}
			return nil
		}},
		{name: "good", every: time.Hour, do: func(context.Context) error {
			did = append(did, "good")
			return nil
		}},
		{name: "often", do: func(context.Context) error {
			did = append(did, "often")
			return nil
		}},
	}
	for _, step := range []struct {
		after time.Duration
		want  string
	}{
		{0, "bad good often"},
		{time.Second, "often"},
		{again, "bad often"},
		{again, "bad often"}, // this time it works
		{again, "often"},
		{time.Hour, "bad good often"},
	} {
		did, w.now = nil, w.now.Add(step.after)
		fails = strings.Count(w.logged.String(), "chore=bad") < 2
		for _, c := range chores {
			w.attend(t.Context(), c)
		}
		if got := strings.Join(did, " "); got != step.want {
			t.Errorf("after %s: %s, want %s", step.after, got, step.want)
		}
	}
	if n := strings.Count(w.logged.String(), "\n"); n != 2 {
		t.Errorf("logged: %s", w.logged)
	}
}

// Whoever watches sees each chore by its name, what came of it, and what it sets going.
func TestChoresAreWatched(t *testing.T) {
	t.Parallel()
	type mark struct{}
	var seen []string
	s := Sweeper{
		Logger: slog.New(slog.DiscardHandler), Now: time.Now,
		Watch: func(ctx context.Context, name string) (context.Context, func(error)) {
			return context.WithValue(ctx, mark{}, name), func(err error) { seen = append(seen, fmt.Sprint(name, " ", err)) }
		},
	}
	within := func(answer error) func(context.Context) error {
		return func(ctx context.Context) error {
			seen = append(seen, fmt.Sprint("in ", ctx.Value(mark{})))
			return answer
		}
	}
	s.attend(t.Context(), &chore{name: "locks", do: within(nil)})
	s.attend(t.Context(), &chore{name: "vault", do: within(errDown)})
	s.attend(t.Context(), &chore{name: "limits", do: within(nil), next: time.Now().Add(time.Hour)})
	if want := []string{"in sweep locks", "sweep locks <nil>", "in sweep vault", "sweep vault down"}; !slices.Equal(seen, want) {
		t.Errorf("seen: %q", seen)
	}
}
