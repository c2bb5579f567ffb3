package account

import (
	"slices"

	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/projections/deliveries"
)

func (p Pages) bindWelcome(b *frame.Binder) {
	b.Show("A12", p.welcome)
}

// welcomePage says it when the mail of the same words did not arrive: the next ones would not either.
func welcomePage(v *frame.Visit, number string, mailFailed bool) frame.Page {
	page := frame.Page{Title: v.T("welcome.title"), Body: welcomeBody(number, mailFailed)}
	if mailFailed {
		page.State = "mail_failed"
	}
	return page
}

func (p Pages) welcome(v *frame.Visit) (frame.Page, error) {
	a, err := p.SignUp.Accounts.Load(v.Context(), v.Holder().String())
	if err != nil {
		return frame.Page{}, err
	}
	sent, err := p.Reading.Sent(v.Context(), v.Holder(), v.After())
	failed := slices.ContainsFunc(sent, func(d deliveries.Delivery) bool { return d.Template == mail.Welcome && cameBack(d) })
	return welcomePage(v, a.State.Number, failed), err
}
