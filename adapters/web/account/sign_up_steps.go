package account

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
)

func (p Pages) bindSignUp(b *frame.Binder) {
	p.bindEmail(b)
	p.bindConfirm(b)
	p.bindTerms(b)
	p.bindPassword(b)
	p.bindMethods(b)
	p.bindApp(b)
	p.bindText(b)
	p.bindMailCode(b)
	p.bindBackupCodes(b)
	p.bindWaysBack(b)
	p.bindRole(b)
	p.bindWelcome(b)
}

// The steps of signing up, as its pages number them.
const (
	stepEmail = iota + 1
	stepTerms
	stepPassword
	stepMethods
	stepWaysBack
	stepRole
)

// signUpSteps says how far somebody is. It stands below the heading of each step.
func signUpSteps(ctx context.Context, now int) templ.Component {
	return parts.StepIndicator([]string{
		texts.T(ctx, "sign_up.step_email"), texts.T(ctx, "sign_up.step_terms"), texts.T(ctx, "sign_up.step_password"),
		texts.T(ctx, "sign_up.step_methods"), texts.T(ctx, "sign_up.step_ways_back"), texts.T(ctx, "sign_up.step_role"),
	}, now)
}

// order is that of the steps as the account knows them, and where each is done.
var order = []struct{ step, path string }{
	{account.StepTerms, "/sign-up/terms"},
	{account.StepPassword, "/sign-up/password"},
	{account.StepMethod, "/sign-up/methods"},
	{account.StepBackupCodes, "/sign-up/backup-codes"},
	{account.StepRole, "/sign-up/account-type"},
	{account.StepActivate, "/sign-up/account-type"},
}

// signUpPath is where the step is done that an account needs next. One that needs none was finished elsewhere meanwhile.
func signUpPath(a account.State) string {
	for _, o := range order {
		if o.step == a.NextStep() {
			return o.path
		}
	}
	return "/sign-in"
}

// at reads the account that is being signed up, on the page of one of these steps. On the page of any other it leads to
// where the account is.
func (p Pages) at(v *frame.Visit, steps ...string) (account.State, error) {
	a, err := p.SignUp.Accounts.Load(v.Context(), v.Holder().String())
	if err == nil && !slices.Contains(steps, a.State.NextStep()) {
		err = frame.Elsewhere(signUpPath(a.State))
	}
	return a.State, err
}

// from is a step and all that follow: a page that may be seen again later.
func from(step string) (steps []string) {
	for _, o := range order {
		if o.step == step || len(steps) > 0 {
			steps = append(steps, o.step)
		}
	}
	return steps
}

// onward leads to the next step after one was done.
func (p Pages) onward(v *frame.Visit) (frame.Next, error) {
	a, err := p.SignUp.Accounts.Load(v.Context(), v.Holder().String())
	return frame.To(signUpPath(a.State)), err
}

// anyone is the act of somebody whose session, if they have one, does not matter: an account begins with nobody.
func anyone(v *frame.Visit) domain.Act {
	act := v.Act()
	act.By = domain.Actor{Kind: domain.Anonymous}
	return act
}

// email is the address of an account, for its holder.
func (p Pages) email(v *frame.Visit, a account.State) (string, error) {
	if err := p.SignUp.Opener.OpenTexts(v.Context(), &a.Address); err != nil {
		return "", err
	}
	address, _ := a.Address.Value()
	return address, nil
}
