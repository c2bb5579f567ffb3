package sweep

import (
	"context"
	"maps"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/eventstore"
)

// sessions records the end of sessions whose last token has ended: by time, by too many others, by a sign-out that was cut
// short. The row of the token goes after the event, so that none is lost.
type sessions struct {
	Sweeper
	quiet map[uuid.UUID]time.Time // until when one that failed is left alone
}

func newSessions(s Sweeper) *sessions { return &sessions{s, map[uuid.UUID]time.Time{}} }

func (s *sessions) sweep(ctx context.Context) error {
	now := s.Now()
	maps.DeleteFunc(s.quiet, func(_ uuid.UUID, until time.Time) bool { return !now.Before(until) })
	ended, err := s.Tokens.Expired(ctx, once+len(s.quiet))
	if err != nil {
		return err
	}
	for _, e := range ended {
		if _, failed := s.quiet[e.Session]; failed || ctx.Err() != nil {
			continue
		}
		if err := s.end(ctx, e, now); err != nil {
			s.complain(ctx, "end of a session not recorded", err, "session", e.Session)
			s.quiet[e.Session] = now.Add(again)
		}
	}
	return nil
}

func (s *sessions) end(ctx context.Context, e tables.Expired, now time.Time) error {
	id := e.Session.String()
	of, err := s.Sessions.Load(ctx, id)
	if err != nil {
		return err
	}
	if of.Revision > 0 && !of.State.Ended {
		why, err := s.why(ctx, e)
		if err != nil {
			return err
		}
		act := domain.Due(eventstore.Stream(session.Decider.Category, id), "end", e.At, now)
		if _, err := s.Sessions.Do(ctx, id, session.End{Why: why}, act); err != nil {
			return err
		}
	}
	return s.Tokens.Discard(ctx, e.Session)
}

// why tells those whose account was erased from those who signed out.
func (s *sessions) why(ctx context.Context, e tables.Expired) (string, error) {
	if e.Why != session.WhySignedOut || e.Holder.Kind != domain.Applicant {
		return e.Why, nil
	}
	a, err := s.Accounts.Load(ctx, e.Holder.ID)
	if err == nil && a.State.Erased {
		return session.WhyErased, nil
	}
	return e.Why, err
}
