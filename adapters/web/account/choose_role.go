package account

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
)

func (p Pages) bindRole(b *frame.Binder) {
	b.Show("A11", p.role)
	b.Do("A11", "", p.finish)
}

func rolePage(v *frame.Visit, chosen string) frame.Page {
	return frame.Page{Title: v.T("choose_role.title"), Body: roleForm(v.Form("", "role", chosen), []parts.Option{
		{Value: account.RoleApplicant, Text: v.T("choose_role.applicant"), Hint: v.T("choose_role.applicant_hint")},
		{Value: account.RoleRepresentative, Text: v.T("choose_role.representative"), Hint: v.T("choose_role.representative_hint")},
	})}
}

func (p Pages) role(v *frame.Visit) (frame.Page, error) {
	a, err := p.at(v, from(account.StepRole)...)
	return rolePage(v, a.Role), err
}

// finish chooses the role and opens the account: its holder is signed in from then on.
func (p Pages) finish(v *frame.Visit) (frame.Next, error) {
	choose := v.Act().Step("role")
	if _, err := p.SignUp.Accounts.Do(v.Context(), v.Holder().String(), account.ChooseRole{Role: v.Value("role")}, choose); err != nil {
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{"role": {account.ErrInvalid}})
	}
	token, err := p.SignUp.Finish(v.Context(), v.Token, v.Bearer, v.Device, v.Act())
	if err != nil {
		return frame.Next{}, err
	}
	v.Keep(token)
	return frame.To("/welcome"), nil
}
