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
	s := secondSteps{Set: a.Methods, Texts: p.Settings.Texts.On, Blocked: a.Has(account.MethodText) && p.blocked(v), Done: v.Query("done")}
	return secondStepsPage(v, s), nil
}

// secondSteps are the ways of the second step as they are set up.
type secondSteps struct {
	Set     []string
	Texts   bool   // something carries text messages
	Blocked bool   // the phone wants none of ours
	Done    string // "added" or "removed": what was done just now
}

// secondStepsPage lists the ways of the second step; text messages where something carries them, or they are set up. One
// that is the last has no button to remove it.
func secondStepsPage(v *frame.Visit, s secondSteps) frame.Page {
	p := frame.Page{Title: v.T("methods.title"), Back: up(v), Body: secondStepsBody(v.Form("remove"), s.Set, s.Texts), Formless: len(s.Set) < 2}
	switch {
	case v.Failed() != nil:
	case s.Blocked:
		p.State = "blocked"
	case len(s.Set) > 1:
		p.State = "both"
	}
	switch s.Done {
	case "added":
		p.Notices = []parts.Notice{{Kind: parts.Success, Text: v.T("methods.added"), Live: true}}
	case "removed":
		p.Notices = []parts.Notice{{Kind: parts.Success, Text: v.T("methods.removed"), Live: true}}
	}
	if s.Blocked {
		p.Notices = append(p.Notices, blockedNotice(v))
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
