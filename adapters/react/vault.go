package react

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/staff"
)

// vault forgets what a password, an authenticator or the answer to a reset question looked like once another is valid, or it
// was removed.
func (s Set) vault() feed.Reactor {
	return feed.Reactor{
		Name:    "vault",
		Answers: types(account.PasswordSet{}, account.AuthenticatorAdded{}, account.MethodRemoved{}, account.QuestionsSet{}, staff.PasswordSet{}, staff.Enrolled{}),
		React: func(ctx context.Context, f domain.Fact, _ func(string) domain.Act) error {
			if e, ok := f.Event.(account.QuestionsSet); ok && len(e.Was) > 0 {
				return s.Vault.Forget(ctx, e.Was...)
			}
			if was := replaced(f.Event); was != uuid.Nil {
				return s.Vault.Forget(ctx, was)
			}
			return nil
		},
	}
}

func replaced(e domain.Event) uuid.UUID {
	switch e := e.(type) {
	case account.PasswordSet:
		return e.Was
	case account.AuthenticatorAdded:
		return e.Was
	case account.MethodRemoved:
		return e.Was
	case staff.PasswordSet:
		return e.Was
	case staff.Enrolled:
		return e.Was
	}
	return uuid.Nil
}
