package react

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/claim"
)

// claims keeps addresses and accounts in step, whatever a crash left out: a claimed address confirms its account, and an
// account that lapsed or was erased gives its address back. Staff confirm nothing.
func (s Set) claims() feed.Reactor {
	return feed.Reactor{
		Name: "claims", Answers: types(claim.Taken{}, account.Lapsed{}, account.Erased{}),
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			if e, ok := f.Event.(claim.Taken); ok {
				return s.confirm(ctx, subject(f), e.Holder, act)
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

func (s Set) release(ctx context.Context, address string, holder uuid.UUID, act func(string) domain.Act) error {
	_, err := s.Claims.Do(ctx, address, claim.Release{Holder: holder}, act("release"))
	return err
}
