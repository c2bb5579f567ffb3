package account

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
)

func (p Pages) bindWaysBack(b *frame.Binder) {
	b.Show("A10", p.waysBack)
}

// waysBackPage says what opens the account when something is lost. Where reset questions are asked, they can be chosen from here.
func waysBackPage(v *frame.Visit, a account.State, asks bool) frame.Page {
	page := frame.Page{Title: v.T("ways_back.title"), Body: waysBackBody(a, asks)}
	switch {
	case len(a.Questions) > 0:
		page.State = "questions_chosen"
	case len(a.Methods) < 2:
		page.State = "one_method"
	case !asks:
		page.State = "questions_off"
	}
	return page
}

func (p Pages) waysBack(v *frame.Visit) (frame.Page, error) {
	a, err := p.at(v, from(account.StepRole)...)
	return waysBackPage(v, a, p.Recovery.Questions), err
}
