package workflow

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// methods is what an account's second steps and backup codes take, while signing up and later. Who may, the caller says.
type methods struct {
	Accounts Accounts
	Vault    Vault
	Codes    Codes
	Revealer Revealer
	Limits   Limits
	Texts    Texts
}

// changed is what a command on the account answers.
type changed = domain.Done[account.State, account.Event]

func (w methods) sendCode(ctx context.Context, id string, act domain.Act) error {
	_, err := w.Accounts.Do(ctx, id, account.SendCode{
		Method: account.MethodMail, Code: w.Codes.Issue(secret.SignUpCode, act), Expires: act.At.Add(limits.CodeLife),
	}, act)
	return err
}

// sendText sends six digits to the number that was typed, or again to the one that was offered last.
func (w methods) sendText(ctx context.Context, a account.State, typed string, act domain.Act) error {
	to := a.OfferedPhone
	send := account.SendCode{Method: account.MethodText, Code: w.Codes.Issue(secret.SignUpCode, act), Expires: act.At.Add(limits.CodeLife)}
	if typed != "" {
		var err error
		if to, err = w.Texts.number(a.ID, typed); err != nil {
			return err
		}
		send.Phone = to
	}
	var text held
	if !to.IsZero() {
		var err error
		if text, err = w.Texts.hold(ctx, a.ID.String(), to, limits.TextNewNumber); err != nil {
			return err
		}
	}
	done, err := w.Accounts.Do(ctx, a.ID.String(), send, act)
	return settle(ctx, text, done, err)
}

func (w methods) enterCode(ctx context.Context, id, typed string, act domain.Act) (changed, error) {
	return w.Accounts.Do(ctx, id, account.EnterCode{Code: w.Codes.Presented(secret.SignUpCode, typed)}, act)
}

// offerAuthenticator answers a new seed; a repeat of the act answers the same.
func (w methods) offerAuthenticator(ctx context.Context, id string, act domain.Act) (seed string, err error) {
	credential := act.NewID("authenticator")
	if seed, err = w.Vault.NewSeed(ctx, credential); err != nil {
		return "", err
	}
	_, err = w.Accounts.Do(ctx, id, account.OfferAuthenticator{Credential: credential}, act)
	return seed, err
}

// proveAuthenticator checks the first code of the app that was offered. A code counts once: after a crash between the two
// writes the code is spent, and the next one works.
func (w methods) proveAuthenticator(ctx context.Context, id string, offered uuid.UUID, typed string, act domain.Act) (changed, error) {
	ok, err := w.Vault.UseStep(ctx, offered, typed, act.At)
	if err != nil {
		return changed{}, err
	}
	return w.Accounts.Do(ctx, id, account.ProveAuthenticator{Credential: offered, Matches: ok}, act)
}

// backupCodes makes ten codes and answers them, once: a repeat of the act is told that they were shown already.
func (w methods) backupCodes(ctx context.Context, id string, act domain.Act) ([]string, error) {
	sheet := w.Codes.Issue(secret.BackupCode, act)
	done, err := w.Accounts.Do(ctx, id, account.IssueBackupCodes{Sheet: sheet}, act)
	if err != nil {
		return nil, err
	}
	if done.Repeated {
		return nil, ErrAlreadyShown
	}
	codes := make([]string, limits.BackupCodes)
	for i := range codes {
		if codes[i], err = w.Revealer.Reveal(secret.BackupCode, sheet.Numbered(i+1)); err != nil {
			return nil, err
		}
	}
	return codes, nil
}
