package workflow

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
)

// Erasure makes an account holder's data unreadable. Cases and their history stay with the agency.
type Erasure struct {
	Accounts Accounts
	Held     func(ctx context.Context, subject personal.Subject) (bool, error) // under a legal hold?
}

// Erase records the erasure. What it entails (the key destroyed, the address free again, sessions ended) is done by
// reactors, so that it is done also when this process dies here.
func (w Erasure) Erase(ctx context.Context, id uuid.UUID, act domain.Act) (domain.Done[account.State, account.Event], error) {
	held, err := w.Held(ctx, personal.Holder(id))
	if err != nil {
		return domain.Done[account.State, account.Event]{}, err
	}
	if held {
		return domain.Done[account.State, account.Event]{}, ErrHeld
	}
	return w.Accounts.Do(ctx, id.String(), account.Erase{}, act)
}
