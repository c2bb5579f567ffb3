package account

import (
	"strings"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
)

func (p Pages) bindPassword(b *frame.Binder) {
	b.Show("A05", p.password)
	b.Do("A05", "", p.setPassword)
}

func passwordPage(v *frame.Visit, email string) frame.Page {
	return frame.Page{Title: v.T("choose_password.title"), Body: passwordForm(v.Form("", "username", email))}
}

func (p Pages) password(v *frame.Visit) (frame.Page, error) {
	a, err := p.at(v, account.StepPassword)
	if err != nil {
		return frame.Page{}, err
	}
	email, err := p.email(v, a)
	return passwordPage(v, email), err
}

func (p Pages) setPassword(v *frame.Visit) (frame.Next, error) {
	_, err := p.SignUp.SetPassword(v.Context(), v.Holder(), v.Value("password"), v.Act())
	switch {
	case err != nil && strings.HasPrefix(frame.State(err), "password_"):
		return frame.Next{}, frame.At("password", err)
	case err != nil:
		return frame.Next{}, err
	}
	return p.onward(v)
}
