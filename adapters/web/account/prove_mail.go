package account

import (
	"time"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
)

func (p Pages) bindMailCode(b *frame.Binder) {
	b.Show("A08", p.mailCode)
	b.Do("A08", "", p.enterCode)
	b.Do("A08", "resend", p.sendCode)
}

// sentCode is the code that was mailed last.
type sentCode struct {
	Email   string
	Expires time.Time
}

func (c sentCode) sent() time.Time { return c.Expires.Add(-limits.CodeLife) }

func mailCodePage(v *frame.Visit, c sentCode) frame.Page {
	page := frame.Page{Title: v.T("prove_mail.title"), Body: mailCodeForm(v.Form(""), v.Form("resend"), c, !v.At.Before(c.Expires))}
	if v.Failed() == nil && !v.At.Before(c.Expires) {
		page.State = "expired"
	}
	return page
}

// mailCode asks for the code that was sent last; where none was, or the mail is proved already, the methods are chosen.
func (p Pages) mailCode(v *frame.Visit) (frame.Page, error) {
	a, err := p.at(v, from(account.StepMethod)...)
	if err == nil && a.Code.Ref.IsZero() {
		err = frame.Elsewhere("/sign-up/methods")
	}
	if err != nil {
		return frame.Page{}, err
	}
	email, err := p.email(v, a)
	return mailCodePage(v, sentCode{email, a.Code.Expires}), err
}

func (p Pages) enterCode(v *frame.Visit) (frame.Next, error) {
	done, err := p.SignUp.EnterCode(v.Context(), v.Holder(), v.Value("code"), v.Act())
	if err != nil {
		return frame.Next{}, frame.At("code", err)
	}
	return afterMethod(done.State), nil
}
