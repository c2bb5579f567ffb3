package account

import (
	"strings"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (p Pages) bindTerms(b *frame.Binder) {
	b.Show("A04", p.terms)
	b.Do("A04", "", p.acceptTerms)
	b.Do("A04", "decline", p.declineTerms)
}

func termsPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("accept_terms.title"), Body: termsBody(v.Form(""), v.Form("decline"), termsText(v))}
}

// termsText is the terms in force, by paragraphs; the first is their title.
func termsText(v *frame.Visit) []string {
	return strings.Split(strings.TrimSpace(account.Terms(v.Language())), "\n\n")
}

// decliningPage asks before an account is deleted.
func decliningPage(v *frame.Visit) frame.Page {
	return frame.Page{State: "declining", Title: v.T("accept_terms.declining_title"), Body: decliningBody(v.Form(""), v.Form("decline"))}
}

func declinedPage(v *frame.Visit) frame.Page {
	return frame.Page{State: "declined", Title: v.T("accept_terms.declined_title"), Body: declinedBody(v.Form(""))}
}

func (p Pages) terms(v *frame.Visit) (frame.Page, error) {
	_, err := p.at(v, account.StepTerms)
	return termsPage(v), err
}

func (p Pages) acceptTerms(v *frame.Visit) (frame.Next, error) {
	if _, err := p.SignUp.AcceptTerms(v.Context(), v.Holder(), v.Value("version"), v.Act()); err != nil {
		return frame.Next{}, err
	}
	return p.onward(v)
}

// declineTerms asks first, then deletes the account and everything of it that the browser holds.
func (p Pages) declineTerms(v *frame.Visit) (frame.Next, error) {
	if v.Value("sure") != "yes" {
		return frame.Here(decliningPage(v)), nil
	}
	if err := p.SignUp.Decline(v.Context(), v.Holder(), v.Bearer, v.Act()); err != nil {
		return frame.Next{}, err
	}
	v.Forget()
	v.Token, v.Bearer = "", workflow.Token{}
	return frame.Here(declinedPage(v)), nil
}
