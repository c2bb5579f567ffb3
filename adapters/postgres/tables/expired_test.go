package tables_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

func expired(t *testing.T, s *tables.Tokens) []tables.Expired {
	t.Helper()
	all, err := s.Expired(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// past lets time go by for every token.
func past(t *testing.T, pool *pgxpool.Pool, d time.Duration) {
	t.Helper()
	exec(t, pool, `update app.tokens set last_seen_at = last_seen_at - $1::interval,
		created_at = created_at - $1::interval, expires_at = expires_at - $1::interval`, d)
}

func TestExpiredSaysWhy(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	const use = "update app.tokens set last_seen_at = now()"
	for _, c := range []struct {
		name, kind, stage string
		after             time.Duration
		also              string // done to the row then
		want              string // empty: it goes on
	}{
		{"code in time", domain.Applicant, workflow.StageCode, limits.CodeStageLife - time.Minute, "", ""},
		{"code too late", domain.Applicant, workflow.StageCode, limits.CodeStageLife, "", session.WhyExpired},
		{"used lately", domain.Applicant, workflow.StageFull, limits.IdleApplicant - time.Minute, "", ""},
		{"left idle", domain.Applicant, workflow.StageFull, limits.IdleApplicant, "", session.WhyIdle},
		{"staff, left idle", domain.Staff, workflow.StageFull, limits.IdleStaff, "", session.WhyIdle},
		{"left idle, long ago", domain.Applicant, workflow.StageFull, 3 * limits.SessionLife, "", session.WhyIdle},
		{"a long day", domain.Applicant, workflow.StageFull, limits.SessionLife, use, session.WhyExpired},
		{"signing up", domain.Applicant, workflow.StageSignUp, limits.SessionLife, use, ""},
		{"a forgotten password", domain.Applicant, workflow.StageReset, limits.ResetLife, use, ""},
		{"enrolling", domain.Staff, workflow.StageEnrol, limits.SessionLife, use, ""},
	} {
		of := tokenOf(c.kind, c.stage)
		begin(t, s, of)
		past(t, pool, c.after)
		if c.also != "" {
			exec(t, pool, c.also)
		}
		got := expired(t, s)
		if (len(got) == 1) != (c.want != "") || len(got) == 1 && (got[0].Why != c.want || got[0].Session != of.Session || got[0].Holder != of.Holder) {
			t.Errorf("%s: %+v, want %s", c.name, got, c.want)
		}
		if len(got) == 1 && got[0].At.After(time.Now()) {
			t.Errorf("%s: ended at %s", c.name, got[0].At)
		}
		exec(t, pool, "delete from app.tokens")
	}
}

// What is asked later is answered the same: the end is one act.
func TestExpiredIsSteady(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	idle, out := tokenOf(domain.Applicant, workflow.StageFull), tokenOf(domain.Applicant, workflow.StageFull)
	begin(t, s, idle)
	past(t, pool, limits.IdleApplicant)
	begin(t, s, out)
	for _, of := range []workflow.Token{idle, out} { // of the idle one it is too late
		if err := s.EndSession(t.Context(), of.Session); err != nil {
			t.Fatal(err)
		}
	}
	first := expired(t, s)
	why := map[uuid.UUID]string{}
	for _, e := range first {
		why[e.Session] = e.Why
	}
	if diff := cmp.Diff(map[uuid.UUID]string{idle.Session: session.WhyIdle, out.Session: session.WhySignedOut}, why); diff != "" {
		t.Error(diff)
	}
	if err := s.EndSession(t.Context(), out.Session); err != nil {
		t.Fatal(err)
	}
	if err := s.EndHolder(t.Context(), out.Holder, uuid.Nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, expired(t, s)); diff != "" {
		t.Error(diff)
	}
}

func TestReplacedSessionsAreKnown(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	of := tokenOf(domain.Applicant, workflow.StageFull)
	var sessions []uuid.UUID
	for range limits.SessionsPerHolder + 2 {
		code := workflow.Token{Holder: of.Holder, Session: uuid.New(), Stage: workflow.StageCode}
		old := begin(t, s, code)
		code.Stage = workflow.StageFull
		if _, err := s.Swap(t.Context(), old, code); err != nil {
			t.Fatal(err)
		}
		sessions = append(sessions, code.Session)
		exec(t, pool, "update app.tokens set created_at = created_at - interval '1 min'")
	}
	got := map[uuid.UUID]string{}
	for _, e := range expired(t, s) {
		got[e.Session] = e.Why
	}
	if diff := cmp.Diff(map[uuid.UUID]string{sessions[0]: session.WhyReplaced, sessions[1]: session.WhyReplaced}, got); diff != "" {
		t.Error(diff)
	}
}

// A password that was posted twice leaves a second token; the session goes on when that one ends.
func TestASessionWithALiveTokenHasNotEnded(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	code := tokenOf(domain.Applicant, workflow.StageCode)
	begin(t, s, code)
	used := begin(t, s, code)
	full := code
	full.Stage = workflow.StageFull
	token, err := s.Swap(t.Context(), used, full)
	if err != nil {
		t.Fatal(err)
	}
	past(t, pool, limits.CodeStageLife)
	if got := expired(t, s); len(got) != 0 {
		t.Errorf("ended: %+v", got)
	}
	if err := s.Discard(t.Context(), code.Session); err != nil || !signedIn(t, s, token) {
		t.Fatalf("a live token was discarded: %v", err)
	}
	past(t, pool, limits.IdleApplicant)
	if got := expired(t, s); len(got) != 1 || got[0].Why != session.WhyIdle {
		t.Errorf("at last: %+v", got)
	}
	if err := s.Discard(t.Context(), code.Session); err != nil || len(expired(t, s)) != 0 {
		t.Errorf("not discarded: %v", err)
	}
}

func TestProvingIsBetweenPasswordAndCode(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	of := tokenOf(domain.Applicant, workflow.StageCode)
	check := func(when string, want bool) {
		t.Helper()
		if got, err := s.Proving(t.Context(), of.Holder); err != nil || got != want {
			t.Errorf("%s: %t, %v", when, got, err)
		}
	}
	begin(t, s, tokenOf(domain.Applicant, workflow.StageCode))
	begin(t, s, workflow.Token{Holder: of.Holder, Session: uuid.New(), Stage: workflow.StageFull})
	check("somebody else, or done", false)
	begin(t, s, of)
	check("the password was right", true)
	past(t, pool, limits.CodeStageLife)
	check("given up", false)
}

func TestLocksAreThoseOfTheRuleThatHold(t *testing.T) {
	t.Parallel()
	_, pool := tokens(t)
	l := tables.NewLimits(pool)
	rule := limits.Of(limits.Password)
	for key, n := range map[string]int{"k1:over": rule.Max, "k1:locked": rule.Max, "k1:longer": rule.Max + 3, "k1:one left": rule.Max - 1} {
		for range n {
			take(t, l, limits.Password, key)
		}
	}
	for range 6 {
		take(t, l, limits.PasswordBurst, "k1:another rule")
	}
	exec(t, pool, "update app.limits set locked_until = now() where key = 'k1:over'")
	exec(t, pool, "update app.limits set locked_until = locked_until + interval '1 s' where key = 'k1:longer'")
	for limit, want := range map[int][]string{10: {"k1:longer", "k1:locked"}, 1: {"k1:longer"}} {
		locks, err := l.Locks(t.Context(), limits.Password, limit)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, lock := range locks {
			keys = append(keys, lock.Key)
			if left := time.Until(lock.Until); left <= 0 || left > rule.Lock+2*time.Second || lock.Until.Location() != time.UTC {
				t.Errorf("%s is locked until %s", lock.Key, lock.Until)
			}
		}
		if diff := cmp.Diff(want, keys); diff != "" {
			t.Error(diff)
		}
	}
}
