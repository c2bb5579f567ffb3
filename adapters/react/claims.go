package react

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/staff"
)

// claims keeps addresses and their holders in step, whatever a crash left out: a claimed address confirms its account, and
// whoever lapsed, was erased or was disabled gives the address back. Staff confirm nothing.
func (s Set) claims() feed.Reactor {
	return feed.Reactor{
		Name: "claims", Answers: types(claim.Taken{}, account.Lapsed{}, account.Erased{}, staff.Disabled{}),
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			switch e := f.Event.(type) {
			case claim.Taken:
				return s.confirm(ctx, subject(f), e.Holder, act)
			case staff.Disabled:
				return s.giveBackStaff(ctx, subject(f), act)
			}
			return s.giveBack(ctx, subject(f), act)
		},
	}
}

func (s Set) confirm(ctx context.Context, address string, holder uuid.UUID, act func(string) domain.Act) error {
	of, err := s.Accounts.Load(ctx, holder.String())
	if err != nil || !of.State.Exists {
		return err
	}
	_, err = s.Accounts.Do(ctx, holder.String(), account.ConfirmClaimed{}, act("confirm"))
	if errors.Is(err, account.ErrLinkExpired) || errors.Is(err, account.ErrUnknown) { // lapsed or erased meanwhile
		return s.release(ctx, address, holder, act)
	}
	return err
}

func (s Set) giveBack(ctx context.Context, id string, act func(string) domain.Act) error {
	of, err := s.Accounts.Load(ctx, id)
	if err != nil {
		return err
	}
	return s.release(ctx, of.State.Claim, of.State.ID, act)
}

func (s Set) giveBackStaff(ctx context.Context, id string, act func(string) domain.Act) error {
	of, err := s.Staff.Load(ctx, id)
	if err != nil || !of.State.Invited {
		return err
	}
	return s.release(ctx, of.State.Claim, of.State.ID, act)
}

func (s Set) release(ctx context.Context, address string, holder uuid.UUID, act func(string) domain.Act) error {
	_, err := s.Claims.Do(ctx, address, claim.Release{Holder: holder}, act("release"))
	return err
}
