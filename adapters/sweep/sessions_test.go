package sweep

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

var (
	applicant = domain.Actor{Kind: domain.Applicant, ID: ana.String()}
	officer   = domain.Actor{Kind: domain.Staff, ID: olga.String()}
	visit     = uuid.UUID{0xd}
)

// signsIn opens a session and starts its token.
func (w *world) signsIn(who domain.Actor, id uuid.UUID, stage string) (token string) {
	w.t.Helper()
	w.happens("session-"+id.String(), session.Opened{Holder: who, Method: session.ByAuthenticator})
	return w.starts(who, id, stage)
}

func (w *world) starts(who domain.Actor, id uuid.UUID, stage string) (token string) {
	w.t.Helper()
	token, err := w.tokens.Start(w.t.Context(), workflow.Token{Holder: who, Session: id, Stage: stage})
	must(w.t, err)
	return token
}

// later lets time go by for every token.
func (w *world) later(d time.Duration) {
	w.t.Helper()
	w.exec(`update app.tokens set last_seen_at = last_seen_at - $1::interval, created_at = created_at - $1::interval,
		expires_at = expires_at - $1::interval`, d)
}

func TestASessionEndsOnceWithItsLastToken(t *testing.T) {
	t.Parallel()
	opened := []string{"session.opened"}
	ended := func(why string) []string { return []string{"session.opened", "session.ended " + why} }
	for name, c := range map[string]struct {
		given func(*world)
		want  []string
		left  int // rows
	}{
		"in use": {func(w *world) { w.signsIn(applicant, visit, workflow.StageFull) }, opened, 1},
		"left idle": {func(w *world) {
			w.signsIn(applicant, visit, workflow.StageFull)
			w.later(limits.IdleApplicant)
		}, ended("idle"), 0},
		"left idle by staff": {func(w *world) {
			w.signsIn(officer, visit, workflow.StageFull)
			w.later(limits.IdleStaff)
		}, ended("idle"), 0},
		"a long day": {func(w *world) {
			w.signsIn(applicant, visit, workflow.StageFull)
			w.later(limits.SessionLife)
			w.exec("update app.tokens set last_seen_at = now()")
		}, ended("expired"), 0},
		"no code": {func(w *world) {
			w.signsIn(applicant, visit, workflow.StageCode)
			w.later(limits.CodeStageLife)
		}, ended("expired"), 0},
		"crash after the token was ended by a sign-out": {func(w *world) {
			w.signsIn(applicant, visit, workflow.StageFull)
			must(w.t, w.tokens.EndSession(w.t.Context(), visit))
		}, ended("signed_out"), 0},
		"signed out": {func(w *world) {
			w.signsIn(applicant, visit, workflow.StageFull)
			must(w.t, w.tokens.EndSession(w.t.Context(), visit))
			w.happens("session-"+visit.String(), session.Ended{Why: session.WhySignedOut})
		}, ended("signed_out"), 0},
		"the account was erased": {func(w *world) {
			w.signsIn(applicant, visit, workflow.StageFull)
			w.happens("account-"+ana.String(), account.Erased{})
			must(w.t, w.tokens.EndHolder(w.t.Context(), applicant, uuid.Nil))
		}, ended("erased"), 0},
		"idle, before the account was erased": {func(w *world) {
			w.signsIn(applicant, visit, workflow.StageFull)
			w.later(limits.IdleApplicant)
			w.happens("account-"+ana.String(), account.Erased{})
			must(w.t, w.tokens.EndHolder(w.t.Context(), applicant, uuid.Nil))
		}, ended("idle"), 0},
		"a second token for one password": {func(w *world) {
			w.signsIn(applicant, visit, workflow.StageCode)
			w.later(limits.CodeStageLife)
			w.starts(applicant, visit, workflow.StageFull)
		}, opened, 2},
		"signing up": {func(w *world) {
			w.starts(applicant, visit, workflow.StageSignUp)
			w.later(limits.SessionLife)
		}, nil, 1},
		"not in the log": {func(w *world) {
			w.starts(applicant, visit, workflow.StageCode)
			w.later(limits.CodeStageLife)
		}, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.people()
			c.given(w)
			w.do(newSessions(w.Sweeper).sweep, 2)
			w.do(newSessions(w.Sweeper).sweep, 1)
			if diff := cmp.Diff(c.want, w.happened("session-"+visit.String())); diff != "" {
				t.Error(diff)
			}
			if n := w.rows("tokens"); n != c.left {
				t.Errorf("%d rows are left, want %d", n, c.left)
			}
			if w.logged.Len() > 0 {
				t.Errorf("logged: %s", w.logged)
			}
		})
	}
}

func TestTheOldestOfTooManySessionsIsReplaced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range byte(limits.SessionsPerHolder + 1) {
		id := uuid.UUID{0xd, n}
		old := w.signsIn(applicant, id, workflow.StageCode)
		_, err := w.tokens.Swap(t.Context(), old, workflow.Token{Holder: applicant, Session: id, Stage: workflow.StageFull})
		must(t, err)
		w.exec("update app.tokens set created_at = created_at - interval '1 min'")
	}
	w.do(newSessions(w.Sweeper).sweep, 2)
	for n := range byte(limits.SessionsPerHolder + 1) {
		want := []string{"session.opened"}
		if n == 0 {
			want = append(want, "session.ended replaced")
		}
		if diff := cmp.Diff(want, w.happened("session-"+uuid.UUID{0xd, n}.String())); diff != "" {
			t.Errorf("session %d: %s", n, diff)
		}
	}
	if n := w.rows("tokens"); n != limits.SessionsPerHolder {
		t.Errorf("%d rows are left", n)
	}
}

func TestTwoServersEndEachSessionOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range byte(20) {
		w.signsIn(applicant, uuid.UUID{0xd, n}, workflow.StageFull)
	}
	w.later(limits.IdleApplicant)
	w.together(newSessions(w.Sweeper).sweep, newSessions(w.Sweeper).sweep)
	for n := range byte(20) {
		if diff := cmp.Diff([]string{"session.opened", "session.ended idle"}, w.happened("session-"+uuid.UUID{0xd, n}.String())); diff != "" {
			t.Error(diff)
		}
	}
	if n := w.rows("tokens"); n != 0 || w.logged.Len() > 0 {
		t.Errorf("%d rows are left, logged: %s", n, w.logged)
	}
}

// brokenTokens cannot discard.
type brokenTokens struct{ Tokens }

func (brokenTokens) Discard(context.Context, uuid.UUID) error { return errDown }

func TestACrashBeforeOrAfterTheEndIsRecorded(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		crash func(*sessions)
		then  []string
	}{
		"before": {func(s *sessions) { s.Sessions = brokenSessions{s.Sessions, ""} }, []string{"session.opened"}},
		"after":  {func(s *sessions) { s.Tokens = brokenTokens{s.Tokens} }, []string{"session.opened", "session.ended idle"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.signsIn(applicant, visit, workflow.StageFull)
			w.later(limits.IdleApplicant)
			crashed := newSessions(w.Sweeper)
			c.crash(crashed)
			w.do(crashed.sweep, 2)
			if diff := cmp.Diff(c.then, w.happened("session-"+visit.String())); diff != "" || w.rows("tokens") != 1 {
				t.Errorf("%d rows, %s", w.rows("tokens"), diff)
			}
			w.do(newSessions(w.Sweeper).sweep, 2)
			want := []string{"session.opened", "session.ended idle"}
			if diff := cmp.Diff(want, w.happened("session-"+visit.String())); diff != "" || w.rows("tokens") != 0 {
				t.Errorf("%d rows, %s", w.rows("tokens"), diff)
			}
		})
	}
}

func TestASessionThatFailsHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bad, good := uuid.UUID{1}, uuid.UUID{2}
	for _, id := range []uuid.UUID{bad, good} {
		w.signsIn(applicant, id, workflow.StageFull)
	}
	w.later(limits.IdleApplicant)
	s, whole := newSessions(w.Sweeper), w.Sessions
	s.Sessions = brokenSessions{whole, bad.String()}
	w.do(s.sweep, 3)
	if n := len(w.happened("session-" + good.String())); n != 2 || w.rows("tokens") != 1 {
		t.Errorf("the other has %d events, %d rows are left", n, w.rows("tokens"))
	}
	if lines := strings.Count(w.logged.String(), "\n"); lines != 1 || !strings.Contains(w.logged.String(), bad.String()) || strings.Contains(w.logged.String(), ana.String()) {
		t.Errorf("logged: %s", w.logged)
	}
	s.Sessions = whole
	w.now = w.now.Add(again)
	w.do(s.sweep, 1)
	if n := len(w.happened("session-" + bad.String())); n != 2 || w.rows("tokens") != 0 {
		t.Errorf("after a minute it has %d events, %d rows are left", n, w.rows("tokens"))
	}
}
