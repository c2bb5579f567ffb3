package workflow

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
)

// Settings changes what protects an account that is in use. Each change wants a fresh proof of who asks, and is followed by
// a notice.
type Settings struct {
	Accounts Accounts
	Vault    Vault
	Codes    Codes
	Revealer Revealer
	Limits   Limits
	Texts    Texts
}

// mayChange answers the account of a holder who has proved lately who they are.
func (w Settings) mayChange(ctx context.Context, at Token, act domain.Act) (account.State, error) {
	if err := at.Fresh(act.At); err != nil {
		return account.State{}, err
	}
	a, err := w.Accounts.Load(ctx, at.Holder.ID)
	if err == nil && !a.State.Active {
		err = account.ErrUnknown
	}
	return a.State, err
}

// RenewBackupCodes makes ten new codes and answers them, once; those before work no longer.
func (w Settings) RenewBackupCodes(ctx context.Context, at Token, act domain.Act) ([]string, error) {
	if _, err := w.mayChange(ctx, at, act); err != nil {
		return nil, err
	}
	return methods(w).backupCodes(ctx, at.Holder.ID, act)
}

// OfferAuthenticator answers the seed of a new authenticator app. The one in use goes on until the new one is proved.
func (w Settings) OfferAuthenticator(ctx context.Context, at Token, act domain.Act) (seed string, err error) {
	if _, err := w.mayChange(ctx, at, act); err != nil {
		return "", err
	}
	return methods(w).offerAuthenticator(ctx, at.Holder.ID, act)
}

// Offered is the seed that was offered last and is not proved yet, for a page that is shown again; empty when there is none.
func (w Settings) Offered(ctx context.Context, at Token, act domain.Act) (seed string, err error) {
	a, err := w.mayChange(ctx, at, act)
	if err != nil || a.Offered == uuid.Nil {
		return "", err
	}
	return w.Vault.NewSeed(ctx, a.Offered) // it is there since it was offered: the same id answers the same seed
}

// ProveAuthenticator checks the first code of the app that was offered; from then on it is asked for at sign-in.
func (w Settings) ProveAuthenticator(ctx context.Context, at Token, typed string, act domain.Act) (changed, error) {
	if err := take(ctx, w.Limits, limits.SignUpCode, at.Holder.ID); err != nil {
		return changed{}, err
	}
	a, err := w.mayChange(ctx, at, act)
	if err != nil {
		return changed{}, err
	}
	return methods(w).proveAuthenticator(ctx, at.Holder.ID, a.Offered, typed, act)
}

// SendCode sends six digits to the account's address, to add it as a second step.
func (w Settings) SendCode(ctx context.Context, at Token, act domain.Act) error {
	if err := take(ctx, w.Limits, limits.CodeResend, at.Holder.ID); err != nil {
		return err
	}
	if _, err := w.mayChange(ctx, at, act); err != nil {
		return err
	}
	return methods(w).sendCode(ctx, at.Holder.ID, act)
}

// SendText sends six digits to a mobile number, to add it as a second step or to change it; the number before goes on until
// this one is proved. Nothing typed: again to the number that was offered last.
func (w Settings) SendText(ctx context.Context, at Token, typed string, act domain.Act) error {
	if err := take(ctx, w.Limits, limits.CodeResend, at.Holder.ID); err != nil {
		return err
	}
	a, err := w.mayChange(ctx, at, act)
	if err != nil {
		return err
	}
	return methods(w).sendText(ctx, a, typed, act)
}

// EnterCode takes those digits.
func (w Settings) EnterCode(ctx context.Context, at Token, typed string, act domain.Act) (changed, error) {
	if err := take(ctx, w.Limits, limits.SignUpCode, at.Holder.ID); err != nil {
		return changed{}, err
	}
	if _, err := w.mayChange(ctx, at, act); err != nil {
		return changed{}, err
	}
	return methods(w).enterCode(ctx, at.Holder.ID, typed, act)
}

// ChooseAlerts says whether notices about the account's security are told of by text message, too.
func (w Settings) ChooseAlerts(ctx context.Context, at Token, text bool, act domain.Act) (changed, error) {
	if _, err := w.mayChange(ctx, at, act); err != nil {
		return changed{}, err
	}
	if text && !w.Texts.On {
		return changed{}, ErrTextsOff
	}
	return w.Accounts.Do(ctx, at.Holder.ID, account.ChooseAlerts{Text: text}, act)
}

// RemoveMethod takes away a second step, but never the last.
func (w Settings) RemoveMethod(ctx context.Context, at Token, method string, act domain.Act) (changed, error) {
	if _, err := w.mayChange(ctx, at, act); err != nil {
		return changed{}, err
	}
	return w.Accounts.Do(ctx, at.Holder.ID, account.RemoveMethod{Method: method}, act)
}
