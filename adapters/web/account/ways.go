package account

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/phone"
	"github.com/casetrail/casetrail/domain/session"
)

// ways are how somebody may prove the second step.
type ways struct {
	Mail  string // the address, masked; empty: no codes by mail
	Text  string // what the number ends in; empty: no codes by text message
	App   bool
	Codes int // backup codes that are left
}

func (w ways) has(by string) bool {
	switch by {
	case account.MethodMail:
		return w.Mail != ""
	case account.MethodText:
		return w.Text != ""
	case session.ByMailText:
		return w.Mail != "" && w.Text != ""
	case account.MethodAuthenticator:
		return w.App
	case account.MethodBackup:
		return w.Codes > 0
	}
	return false
}

func (w ways) count() (n int) {
	for _, by := range []string{account.MethodMail, account.MethodText, account.MethodAuthenticator, account.MethodBackup} {
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
	for _, by := range []string{session.ByMail, session.ByText, session.ByMailText} {
		b.Do("S03", by, p.codeInstead(by))
	}
	b.Show("S04", func(v *frame.Visit) (frame.Page, error) { return waitPage(v), nil })
}

func (p Pages) ways(ctx context.Context, id uuid.UUID) (ways, error) {
	a, err := p.Accounts.Load(ctx, id.String())
	if err != nil {
		return ways{}, err
	}
	return p.waysOf(ctx, a.State)
}

// waysOf are the ways of an account. Where nothing carries text messages, they are no way.
func (p Pages) waysOf(ctx context.Context, a account.State) (ways, error) {
	w := ways{App: a.Authenticator != uuid.Nil, Codes: a.Backup.Left()}
	if a.Has(account.MethodMail) {
		address, err := p.address(ctx, a)
		if err != nil {
			return ways{}, err
		}
		w.Mail = mask(address)
	}
	var err error
	if p.SignIn.Texts.On {
		w.Text, err = p.lastDigits(ctx, a.Phone)
	}
	return w, err
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

// lastDigits is what a number ends in, by which its holder knows it; empty when there is none.
func (p Pages) lastDigits(ctx context.Context, number personal.Text) (string, error) {
	if err := p.Opener.OpenTexts(ctx, &number); err != nil {
		return "", err
	}
	clear, _ := number.Value()
	return phone.Number(clear).Last(), nil
}
