package account

import (
	"time"

	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
)

func (p Pages) bindMailCode(b *frame.Binder) {
	b.Show("A08", p.mailCode)
	b.Do("A08", "", p.enterCode)
	b.Do("A08", "resend", p.sendAgain)
}

// sentCode is the code that was sent last.
type sentCode struct {
	Email   string
	Digits  string // what the number ends in, when it went by text message
	Expires time.Time
	Reach   reach
}

func (c sentCode) sent() time.Time { return c.Expires.Add(-limits.CodeLife) }

func mailCodePage(v *frame.Visit, c sentCode) frame.Page {
	page := frame.Page{Title: v.T("prove_mail.title"), Body: mailCodeForm(v.Form(""), v.Form("resend"), c, !v.At.Before(c.Expires))}
	if v.Failed() == nil && !v.At.Before(c.Expires) {
		page.State = "expired"
	} else if v.Failed() == nil && c.Reach.State != "" {
		page.State = c.Reach.State
	} else if v.Failed() == nil && c.Digits != "" {
		page.State = "text"
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
	sent := sentCode{Expires: a.Code.Expires}
	if a.Code.Method == account.MethodText {
		sent.Digits, err = p.lastDigits(v.Context(), a.OfferedPhone)
		sent.Reach = p.reached(v, a.ID, sms.SignUpText, a.Code.Expires)
	} else {
		sent.Email, err = p.email(v, a)
	}
	return mailCodePage(v, sent), err
}

// sendAgain sends another code the way of the last one.
func (p Pages) sendAgain(v *frame.Visit) (frame.Next, error) {
	a, err := p.at(v, from(account.StepMethod)...)
	switch {
	case err != nil:
		return frame.Next{}, err
	case a.Code.Method != account.MethodText:
		return p.sendCode(v)
	}
	if err := p.SignUp.SendText(v.Context(), v.Holder(), "", v.Act()); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/sign-up/code"), nil
}

func (p Pages) enterCode(v *frame.Visit) (frame.Next, error) {
	done, err := p.SignUp.EnterCode(v.Context(), v.Holder(), v.Value("code"), v.Act())
	if err != nil {
		return frame.Next{}, frame.At("code", err)
	}
	return afterMethod(done.State), nil
}
