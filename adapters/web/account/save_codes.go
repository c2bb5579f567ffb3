package account

import (
	"time"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
)

func (p Pages) bindBackupCodes(b *frame.Binder) {
	b.Show("A09", p.backupCodes)
	b.Do("A09", "make", p.makeBackupCodes)
	b.Do("A09", "check", p.checkBackupCode)
}

// codeSheet is what the page of backup codes knows of them.
type codeSheet struct {
	Made  bool      // there is a sheet
	Codes []string  // it, this once
	On    time.Time // when it was made, on paper
	Email string    // whose it is, on paper
}

func codesPage(v *frame.Visit, s codeSheet) frame.Page {
	page := frame.Page{Title: v.T("save_codes.title"), Body: codesBody(v.Form("make"), v.Form("check"), s)}
	switch {
	case v.Failed() != nil:
	case s.Codes != nil:
		page.State = "shown"
	case s.Made:
		page.State = "made"
	}
	return page
}

func (p Pages) backupCodes(v *frame.Visit) (frame.Page, error) {
	a, err := p.at(v, from(account.StepBackupCodes)...)
	return codesPage(v, codeSheet{Made: !a.Backup.Sheet.IsZero()}), err
}

// makeBackupCodes shows new codes in answer to the button, and never again.
func (p Pages) makeBackupCodes(v *frame.Visit) (frame.Next, error) {
	codes, err := p.SignUp.BackupCodes(v.Context(), v.Holder(), v.Act())
	if err != nil {
		return frame.Next{}, err
	}
	a, err := p.SignUp.Accounts.Load(v.Context(), v.Holder().String())
	if err != nil {
		return frame.Next{}, err
	}
	email, err := p.email(v, a.State)
	return frame.Here(codesPage(v, codeSheet{Made: true, Codes: codes, On: v.At, Email: email})), err
}

// checkBackupCode goes on when one of the codes was kept.
func (p Pages) checkBackupCode(v *frame.Visit) (frame.Next, error) {
	if err := p.SignUp.KeptCodes(v.Context(), v.Holder(), v.Value("code")); err != nil {
		return frame.Next{}, frame.At("code", err)
	}
	return frame.To("/sign-up/ways-back"), nil
}
