package account

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
)

func (p Pages) bindMethods(b *frame.Binder) {
	b.Show("A06", p.methods)
	b.Do("A06", "app", p.offerApp)
	b.Do("A06", "mail", p.sendCode)
}

// methodsPage offers the second steps, text messages where something carries them, and says which are set up.
func methodsPage(v *frame.Visit, a account.State, texts bool) frame.Page {
	page := frame.Page{Title: v.T("choose_methods.title"), Body: methodsBody(v.Form("app"), v.Form("mail"), a, texts)}
	switch len(a.Methods) {
	case 0:
	case 1:
		page.State, page.Title = "one", v.T("choose_methods.title_one")
	default:
		page.State, page.Title = "two", v.T("choose_methods.title_two")
	}
	if v.Failed() != nil {
		page.State = ""
	}
	return page
}

func (p Pages) methods(v *frame.Visit) (frame.Page, error) {
	a, err := p.at(v, from(account.StepMethod)...)
	return methodsPage(v, a, p.SignUp.Texts.On), err
}

// offerApp makes the key of an authenticator app, which the next page shows.
func (p Pages) offerApp(v *frame.Visit) (frame.Next, error) {
	if _, err := p.SignUp.OfferAuthenticator(v.Context(), v.Holder(), v.Act()); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/sign-up/app"), nil
}

func (p Pages) sendCode(v *frame.Visit) (frame.Next, error) {
	if err := p.SignUp.SendCode(v.Context(), v.Holder(), v.Act()); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/sign-up/code"), nil
}
