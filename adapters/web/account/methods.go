package account

import (
	"slices"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain/account"
)

func (p Pages) showMethods(v *frame.Visit) (frame.Page, error) {
	a, err := p.holder(v)
	if err != nil {
		return frame.Page{}, err
	}
	return secondStepsPage(v, a.Methods, p.Settings.Texts.On, v.Query("done")), nil
}

// secondStepsPage lists the ways of the second step; text messages where something carries them, or they are set up. One that is the last has no button to remove it.
func secondStepsPage(v *frame.Visit, set []string, texts bool, done string) frame.Page {
	p := frame.Page{Title: v.T("methods.title"), Back: up(v), Body: secondStepsBody(v.Form("remove"), set, texts), Formless: len(set) < 2}
	if len(set) > 1 && v.Failed() == nil {
		p.State = "both"
	}
	switch done {
	case "added":
		p.Notices = []parts.Notice{{Kind: parts.Success, Text: v.T("methods.added"), Live: true}}
	case "removed":
		p.Notices = []parts.Notice{{Kind: parts.Success, Text: v.T("methods.removed"), Live: true}}
	}
	return p
}

func (p Pages) removeMethod(v *frame.Visit) (frame.Next, error) {
	method := v.Value("method")
	if !slices.Contains([]string{account.MethodMail, account.MethodText, account.MethodAuthenticator}, method) {
		return frame.Next{}, frame.ErrForm
	}
	if _, err := p.Settings.RemoveMethod(v.Context(), v.Bearer, method, v.Act()); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/settings/methods?done=removed"), nil
}
