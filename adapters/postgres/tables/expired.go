package tables

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Expired is a session that nobody holds any longer.
type Expired struct {
	Session uuid.UUID
	Holder  domain.Actor
	Why     string // one of the reasons of package session
	At      time.Time
}

// recorded are the stages whose sessions are in the log; those of signing up, of enrolment and of a
// forgotten password are not.
const recorded = `stage in ('` + workflow.StageCode + `', '` + workflow.StageFull + `')`

// idleEnd is when a token that is not used any more ends; $2 and $3 as in live.
const idleEnd = `last_seen_at + make_interval(secs => case holder_kind when '` + domain.Staff + `' then $2::float8 else $3::float8 end)`

// expiredSQL takes the last token of each session that has no live one. Whatever was ended ends there: expires_at says when.
const expiredSQL = `
select distinct on (session) session, holder_kind, holder_id::text,
       case when ` + idleEnd + ` < expires_at then '` + session.WhyIdle + `' else coalesce(ended, '` + session.WhyExpired + `') end,
       least(expires_at, ` + idleEnd + `) as at
  from app.tokens as t
 where ` + recorded + `
   and not exists (select from app.tokens as o where o.session = t.session and ` + lasting + `)
 order by session, at desc, hash
 limit $1`

// Expired answers sessions of the log that have ended with their last token, and why. Their rows stay until Discard, so
// that whoever records the ends can be stopped at any moment. It answers the same about a session each time.
func (s *Tokens) Expired(ctx context.Context, limit int) ([]Expired, error) {
	rows, err := s.pool.Query(ctx, expiredSQL, idleArgs(limit)...)
	if err != nil {
		return nil, fmt.Errorf("look for ended sessions: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e Expired, err error) {
		err = row.Scan(&e.Session, &e.Holder.Kind, &e.Holder.ID, &e.Why, &e.At)
		e.At = e.At.UTC()
		return e, err
	})
	if err != nil {
		return nil, fmt.Errorf("look for ended sessions: %w", err)
	}
	return all, nil
}

// Discard deletes what is left of a session once the log has its end. A live token stays.
func (s *Tokens) Discard(ctx context.Context, session uuid.UUID) error {
	return s.exec(ctx, "discard a session", "delete from app.tokens where session = $1 and not ("+lasting+")", idleArgs(session)...)
}

// Proving says whether somebody has typed the right password and is about to prove the second step.
func (s *Tokens) Proving(ctx context.Context, holder domain.Actor) (yes bool, err error) {
	err = s.pool.QueryRow(ctx, `select exists (
		select from app.tokens where holder_kind = $1 and holder_id = $4 and stage = '`+workflow.StageCode+`' and `+lasting+`)`,
		append(idleArgs(holder.Kind), holder.ID)...).Scan(&yes)
	if err != nil {
		return false, fmt.Errorf("look for a sign-in: %w", err)
	}
	return yes, nil
}
