package workflow

import (
	"context"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
)

// Closing lets holders end their accounts: asked for, waited for, and until then stopped with a button.
type Closing struct {
	Erasure
	Digests Digests
}

// Ask takes the account's own address, typed once more, from a holder who has proved lately who they are.
func (w Closing) Ask(ctx context.Context, at Token, typed string, act domain.Act) (account.Closing, error) {
	a, err := Settings{Accounts: w.Accounts}.mayChange(ctx, at, act)
	if err != nil {
		return account.Closing{}, err
	}
	if address, err := address(typed); err != nil || w.Digests.Address(RealmAccount, address) != a.Claim {
		return account.Closing{}, ErrAddressDiffers
	}
	if err := w.free(ctx, personal.Holder(a.ID)); err != nil {
		return account.Closing{}, err
	}
	done, err := w.Accounts.Do(ctx, at.Holder.ID, account.AskClosing{}, act)
	return done.State.Closing, err
}

// Cancel keeps the account. It wants no fresh proof: who holds the session may keep what there is.
func (w Closing) Cancel(ctx context.Context, at Token, act domain.Act) error {
	_, err := w.Accounts.Do(ctx, at.Holder.ID, account.CancelClosing{}, act)
	return err
}
