package tables_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

func tokenOf(kind, stage string) workflow.Token {
	return workflow.Token{Holder: domain.Actor{Kind: kind, ID: uuid.NewString()}, Session: uuid.New(), Stage: stage}
}

func tokens(t *testing.T) (*tables.Tokens, *pgxpool.Pool) {
	t.Helper()
	pool := open(t, pgtest.New(t))
	return tables.NewTokens(pool), pool
}

func begin(t *testing.T, s *tables.Tokens, of workflow.Token) string {
	t.Helper()
	token, err := s.Start(t.Context(), of)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// signedIn says whether a token is live.
func signedIn(t *testing.T, s *tables.Tokens, token string) bool {
	t.Helper()
	_, err := s.Find(t.Context(), token)
	if err != nil && !errors.Is(err, domain.ErrSignedOut) {
		t.Fatal(err)
	}
	return err == nil
}

func TestTokenIsFoundAndKeptHashedOnly(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	of := tokenOf(domain.Applicant, workflow.StageFull)
	token := begin(t, s, of)
	got, err := s.Find(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if got.Holder != of.Holder || got.Session != of.Session || got.Stage != of.Stage {
		t.Errorf("found %+v, want %+v", got, of)
	}
	if age := time.Since(got.Started); age < 0 || age > time.Minute || got.Started.Location() != time.UTC {
		t.Errorf("started at %s", got.Started)
	}
	var row string
	if err := pool.QueryRow(t.Context(), "select t::text || encode(t.hash, 'escape') from app.tokens t").Scan(&row); err != nil {
		t.Fatal(err)
	}
	if len(token) < 43 || strings.Contains(row, token) {
		t.Errorf("the table holds the token of %d characters in clear", len(token))
	}
	for _, other := range []string{"", token + "x", "Bobby'); drop table app.tokens"} {
		if signedIn(t, s, other) {
			t.Errorf("%q is signed in", other)
		}
	}
}

func TestTokenEndsByTime(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	for _, c := range []struct {
		name, kind, stage string
		idle, age         time.Duration
		want              bool
	}{
		{"applicant, used lately", domain.Applicant, workflow.StageFull, limits.IdleApplicant - time.Minute, time.Hour, true},
		{"applicant, left idle", domain.Applicant, workflow.StageFull, limits.IdleApplicant, time.Hour, false},
		{"staff, used lately", domain.Staff, workflow.StageFull, limits.IdleStaff - time.Minute, time.Hour, true},
		{"staff, left idle", domain.Staff, workflow.StageFull, limits.IdleStaff, time.Hour, false},
		{"a day's work", domain.Applicant, workflow.StageFull, 0, limits.SessionLife - time.Minute, true},
		{"however much it is used", domain.Applicant, workflow.StageFull, 0, limits.SessionLife, false},
		{"code in time", domain.Applicant, workflow.StageCode, 0, limits.CodeStageLife - time.Minute, true},
		{"code too late", domain.Applicant, workflow.StageCode, 0, limits.CodeStageLife, false},
	} {
		token := begin(t, s, tokenOf(c.kind, c.stage))
		exec(t, pool, `update app.tokens set last_seen_at = last_seen_at - $1::interval,
			created_at = created_at - $2::interval, expires_at = expires_at - $2::interval where created_at > now() - interval '20 s'`, c.idle, c.age)
		if got := signedIn(t, s, token); got != c.want {
			t.Errorf("%s: signed in = %t", c.name, got)
		}
		if _, err := s.Swap(t.Context(), token, tokenOf(c.kind, c.stage)); (err == nil) != c.want {
			t.Errorf("%s: swapped: %v", c.name, err)
		}
		exec(t, pool, "update app.tokens set created_at = created_at - interval '1 h'")
	}
}

func TestUseStartsIdleTimeAnew(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	token := begin(t, s, tokenOf(domain.Staff, workflow.StageFull))
	for range 4 {
		exec(t, pool, "update app.tokens set last_seen_at = last_seen_at - $1::interval", limits.IdleStaff-time.Minute)
		if !signedIn(t, s, token) {
			t.Fatal("a token in use was ended as idle")
		}
	}
}

func TestSwapEndsTheOldTokenOnce(t *testing.T) {
	t.Parallel()
	s, _ := tokens(t)
	code := tokenOf(domain.Applicant, workflow.StageCode)
	old := begin(t, s, code)
	full := code
	full.Stage = workflow.StageFull
	var swapped, signedOut atomic.Int32
	var tabs errgroup.Group
	for range 5 {
		tabs.Go(func() error {
			switch token, err := s.Swap(context.Background(), old, full); {
			case err == nil:
				swapped.Add(1)
				found, err := s.Find(context.Background(), token)
				if err == nil && found.Stage != workflow.StageFull {
					err = errors.New("the new token is of stage " + found.Stage)
				}
				return err
			case errors.Is(err, domain.ErrSignedOut):
				signedOut.Add(1)
				return nil
			default:
				return err
			}
		})
	}
	if err := tabs.Wait(); err != nil {
		t.Fatal(err)
	}
	if swapped.Load() != 1 || signedOut.Load() != 4 {
		t.Errorf("%d swapped, %d signed out", swapped.Load(), signedOut.Load())
	}
	if signedIn(t, s, old) {
		t.Error("the old token lives on")
	}
}

// A session cannot be made longer by swapping its token again and again.
func TestSwapWithinAStageKeepsTheAge(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	of := tokenOf(domain.Applicant, workflow.StageFull)
	token := begin(t, s, of)
	exec(t, pool, "update app.tokens set created_at = created_at - interval '11 h', expires_at = expires_at - interval '11 h'")
	token, err := s.Swap(t.Context(), token, of)
	if err != nil {
		t.Fatal(err)
	}
	found, err := s.Find(t.Context(), token)
	if err != nil || time.Since(found.Started) < 11*time.Hour {
		t.Fatalf("started at %s, %v", found.Started, err)
	}
	exec(t, pool, "update app.tokens set expires_at = expires_at - interval '1 h'")
	if signedIn(t, s, token) {
		t.Fatal("the session is longer than it may be")
	}
}

func TestOldestTokensEndBeyondTheLimit(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	of := tokenOf(domain.Applicant, workflow.StageFull)
	var all []string
	for range limits.SessionsPerHolder + 2 {
		pre := of
		pre.Session, pre.Stage = uuid.New(), workflow.StageCode
		old := begin(t, s, pre)
		pre.Stage = workflow.StageFull
		token, err := s.Swap(t.Context(), old, pre)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, token)
		exec(t, pool, "update app.tokens set created_at = created_at - interval '1 min'")
	}
	for i, token := range all {
		if got, want := signedIn(t, s, token), i >= 2; got != want {
			t.Errorf("token %d of %d: signed in = %t", i+1, len(all), got)
		}
	}
}

// Whoever signs out makes room, although the row is still there.
func TestEndedSessionsAreNotCounted(t *testing.T) {
	t.Parallel()
	s, _ := tokens(t)
	of := tokenOf(domain.Applicant, workflow.StageFull)
	first := begin(t, s, of)
	for range 2 * limits.SessionsPerHolder {
		next := workflow.Token{Holder: of.Holder, Session: uuid.New(), Stage: workflow.StageCode}
		old := begin(t, s, next)
		next.Stage = workflow.StageFull
		if _, err := s.Swap(t.Context(), old, next); err != nil {
			t.Fatal(err)
		}
		if err := s.EndSession(t.Context(), next.Session); err != nil {
			t.Fatal(err)
		}
	}
	if !signedIn(t, s, first) {
		t.Error("the first session was replaced by sessions that had ended")
	}
}

func TestEndSessionAndEndHolder(t *testing.T) {
	t.Parallel()
	s, _ := tokens(t)
	here := tokenOf(domain.Applicant, workflow.StageFull)
	there, elsewhere := here, here
	there.Session, elsewhere.Session = uuid.New(), uuid.New()
	tHere, tThere, tElsewhere := begin(t, s, here), begin(t, s, there), begin(t, s, elsewhere)
	stranger := begin(t, s, tokenOf(domain.Applicant, workflow.StageFull))
	check := func(when string, want ...bool) {
		t.Helper()
		for i, token := range []string{tHere, tThere, tElsewhere, stranger} {
			if got := signedIn(t, s, token); got != want[i] {
				t.Errorf("%s: token %d signed in = %t", when, i, got)
			}
		}
	}
	check("at first", true, true, true, true)
	if err := s.EndSession(t.Context(), elsewhere.Session); err != nil {
		t.Fatal(err)
	}
	check("one session ended", true, true, false, true)
	if err := s.EndHolder(t.Context(), here.Holder, here.Session); err != nil {
		t.Fatal(err)
	}
	check("all others ended", true, false, false, true)
	if err := s.EndHolder(t.Context(), here.Holder, uuid.Nil); err != nil {
		t.Fatal(err)
	}
	check("all ended", false, false, false, true)
}

// What ends several tokens of one holder at once does not wait for itself: nobody is answered a deadlock.
func TestTokensOfOneHolderEndInAnyOrderAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := tokens(t)
	of := tokenOf(domain.Applicant, workflow.StageFull)
	var all errgroup.Group
	for range 8 {
		all.Go(func() error {
			for i := range 40 {
				token, err := s.Start(t.Context(), of)
				if err == nil {
					_, err = s.Swap(t.Context(), token, of)
				}
				if err != nil && !errors.Is(err, domain.ErrSignedOut) {
					return err
				}
				switch i % 8 {
				case 0:
					err = s.EndSession(t.Context(), of.Session)
				case 4:
					err = s.EndHolder(t.Context(), of.Holder, uuid.Nil)
				}
				if err != nil && !errors.Is(err, domain.ErrSignedOut) {
					return err
				}
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		t.Error(err)
	}
}

// Of the others the log has to be told first.
func TestSweepDeletesExpiredTokensThatTheLogDoesNotKnow(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	for _, stage := range []string{workflow.StageSignUp, workflow.StageEnrol, workflow.StageCode, workflow.StageFull} {
		begin(t, s, tokenOf(domain.Applicant, stage))
	}
	exec(t, pool, "update app.tokens set expires_at = now() - interval '1 s'")
	ended := tokenOf(domain.Applicant, workflow.StageSignUp)
	begin(t, s, ended)
	if err := s.EndSession(t.Context(), ended.Session); err != nil {
		t.Fatal(err)
	}
	live := begin(t, s, tokenOf(domain.Applicant, workflow.StageSignUp))
	if err := s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left string
	err := pool.QueryRow(t.Context(), "select string_agg(stage, ' ' order by stage) from app.tokens").Scan(&left)
	if err != nil || left != "code full sign_up" || !signedIn(t, s, live) {
		t.Fatalf("left are %s, %v", left, err)
	}
}
