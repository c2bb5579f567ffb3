package account

import "github.com/casetrail/casetrail/adapters/web/frame"

func (p Pages) bindWelcome(b *frame.Binder) {
	b.Show("A12", p.welcome)
}

func welcomePage(v *frame.Visit, number string) frame.Page {
	return frame.Page{Title: v.T("welcome.title"), Body: welcomeBody(number)}
}

func (p Pages) welcome(v *frame.Visit) (frame.Page, error) {
	a, err := p.SignUp.Accounts.Load(v.Context(), v.Holder().String())
	return welcomePage(v, a.State.Number), err
}
