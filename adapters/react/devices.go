package react

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/session"
)

// devices remembers with which devices an account is used; the notice about a new one answers what this records.
func (s Set) devices() feed.Reactor {
	return feed.Reactor{
		Name: "devices", Answers: types(session.Verified{}),
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			id, err := uuid.Parse(subject(f))
			if err != nil {
				return err
			}
			of, err := s.Sessions.Load(ctx, id.String())
			if err != nil || of.State.Holder.Kind != domain.Applicant || of.State.Device == uuid.Nil {
				return err
			}
			holder, err := s.Accounts.Load(ctx, of.State.Holder.ID)
			if err != nil || holder.State.Erased {
				return err
			}
			_, err = s.Accounts.Do(ctx, of.State.Holder.ID, account.SeeDevice{Device: of.State.Device, Session: id}, act("see"))
			return err
		},
	}
}
