package account

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
)

// ways are how somebody may prove the second step.
type ways struct {
	Mail  string // the address, masked; empty: no codes by mail
	App   bool
	Codes int // backup codes that are left
}

func (w ways) has(by string) bool {
	switch by {
	case account.MethodMail:
		return w.Mail != ""
	case account.MethodAuthenticator:
		return w.App
	case account.MethodBackup:
		return w.Codes > 0
	}
	return false
}

func (w ways) count() (n int) {
	for _, by := range []string{account.MethodMail, account.MethodAuthenticator, account.MethodBackup} {
		if w.has(by) {
			n++
		}
	}
	return n
}

func (p Pages) bindSignIn(b *frame.Binder) {
	b.Show("S01", showSignIn)
	b.Do("S01", "", p.signIn)
	b.Show("S02", p.showCode)
	b.Do("S02", "", p.enterSignInCode)
	b.Do("S02", "resend", p.resendCode)
	b.Show("S03", p.showOtherMethods)
	b.Do("S03", "mail", p.mailCodeInstead)
	b.Show("S04", func(v *frame.Visit) (frame.Page, error) { return waitPage(v), nil })
}

func (p Pages) ways(ctx context.Context, id uuid.UUID) (ways, error) {
	a, err := p.Accounts.Load(ctx, id.String())
	if err != nil {
		return ways{}, err
	}
	return p.waysOf(ctx, a.State)
}

// waysOf are the ways of an account.
func (p Pages) waysOf(ctx context.Context, a account.State) (ways, error) {
	w := ways{App: a.Authenticator != uuid.Nil, Codes: a.Backup.Left()}
	if a.Has(account.MethodMail) {
		address, err := p.address(ctx, a)
		if err != nil {
			return ways{}, err
		}
		w.Mail = mask(address)
	}
	return w, nil
}

// address is that of an account, for its holder.
func (p Pages) address(ctx context.Context, a account.State) (string, error) {
	sealed := a.Address
	if err := p.Opener.OpenTexts(ctx, &sealed); err != nil {
		return "", err
	}
	clear, _ := sealed.Value()
	return clear, nil
}
