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
	"github.com/casetrail/casetrail/domain/workflow"
)

func TestListIsTheLiveSessionsOfTheHolderTheLastUsedFirst(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	of := tokenOf(domain.Applicant, workflow.StageFull)
	session := func(used, age time.Duration, stage string) uuid.UUID {
		of := of
		of.Session, of.Stage = uuid.New(), stage
		begin(t, s, of)
		exec(t, pool, `update app.tokens set last_seen_at = now() - $2::interval, created_at = created_at - $3::interval,
			expires_at = expires_at - $3::interval where session = $1`, of.Session, used, age)
		return of.Session
	}
	half := session(time.Minute, time.Minute, workflow.StageCode)
	old := session(20*time.Minute, 11*time.Hour, workflow.StageFull)
	here := session(0, 0, workflow.StageFull)
	session(limits.IdleApplicant, time.Hour, workflow.StageFull)
	session(0, limits.SessionLife, workflow.StageFull)
	ended := session(0, 0, workflow.StageFull)
	if err := s.EndSession(t.Context(), ended); err != nil {
		t.Fatal(err)
	}
	begin(t, s, workflow.Token{Holder: of.Holder, Session: here, Stage: workflow.StageCode}) // the password was posted twice
	begin(t, s, workflow.Token{Holder: domain.Actor{Kind: domain.Staff, ID: of.Holder.ID}, Session: uuid.New(), Stage: workflow.StageFull})
	begin(t, s, tokenOf(domain.Applicant, workflow.StageFull))

	all, err := s.List(t.Context(), of.Holder)
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		Session uuid.UUID
		Stage   string
	}
	var got []line
	for _, l := range all {
		got = append(got, line{l.Session, l.Stage})
		if l.Holder != of.Holder || l.Started.After(l.Seen) || l.Started.Location() != time.UTC || l.Seen.Location() != time.UTC {
			t.Errorf("%+v", l)
		}
	}
	if diff := cmp.Diff([]line{{here, workflow.StageFull}, {half, workflow.StageCode}, {old, workflow.StageFull}}, got); diff != "" {
		t.Error(diff)
	}
}

func proved(t *testing.T, s *tables.Tokens, token string) time.Duration {
	t.Helper()
	of, err := s.Find(t.Context(), token)
	if err != nil || of.Proved.Location() != time.UTC {
		t.Fatalf("%+v, %v", of, err)
	}
	return time.Since(of.Proved).Round(time.Minute)
}

func age(t *testing.T, pool *pgxpool.Pool, d time.Duration) {
	t.Helper()
	exec(t, pool, "update app.tokens set created_at = created_at - $1::interval, proved_at = proved_at - $1::interval", d)
}

// A step-up proves anew and makes the session no longer; use proves nothing.
func TestATokenRemembersWhenItsHolderProvedWhoTheyAre(t *testing.T) {
	t.Parallel()
	s, pool := tokens(t)
	of := tokenOf(domain.Applicant, workflow.StageFull)
	token := begin(t, s, of)
	if got := proved(t, s, token); got != 0 {
		t.Errorf("at sign-in: %s ago", got)
	}
	age(t, pool, time.Hour)
	exec(t, pool, "update app.tokens set last_seen_at = last_seen_at - interval '5 min'")
	for range 2 {
		if got := proved(t, s, token); got != time.Hour {
			t.Errorf("after an hour of use: %s ago", got)
		}
	}
	token, err := s.Swap(t.Context(), token, of)
	if err != nil {
		t.Fatal(err)
	}
	if got := proved(t, s, token); got != 0 {
		t.Errorf("after the step-up: %s ago", got)
	}
	exec(t, pool, "update app.tokens set proved_at = null") // as the program before left it
	if got := proved(t, s, token); got != time.Hour {
		t.Errorf("of a row without a proof: %s ago", got)
	}
}
