package office

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

const (
	workPath     = "/staff"
	doorPath     = "/staff/sign-in"
	doorCodePath = "/staff/sign-in/code"
)

func (p Pages) bindSignIn(b *frame.Binder) {
	b.Show("E04", showSignIn)
	b.Do("E04", "", p.password)
	b.Show("E05", func(v *frame.Visit) (frame.Page, error) { return codePage(v), nil })
	b.Do("E05", "", p.code)
}

// showSignIn leads on whoever has come in already.
func showSignIn(v *frame.Visit) (frame.Page, error) {
	if v.Bearer.Stage == workflow.StageFull && v.Bearer.Holder.Kind == domain.Staff {
		return frame.Page{}, frame.Elsewhere(workPath)
	}
	return signInPage(v), nil
}

func signInPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("staff_sign_in.title"), Body: signInForm(v.Form(""))}
}

// password is the first step. Staff have one second step only: the authenticator app.
func (p Pages) password(v *frame.Visit) (frame.Next, error) {
	_, err := v.Password(p.SignIn)
	return frame.To(doorCodePath), err
}

func codePage(v *frame.Visit) frame.Page {
	return frame.Page{
		Title: v.T("staff_sign_in_code.title"), Body: codeForm(v.Form("")),
		Back: &parts.Link{Text: v.T("staff_sign_in_code.back"), Href: doorPath},
	}
}

func (p Pages) code(v *frame.Visit) (frame.Next, error) {
	entry, err := p.SignIn.Code(v.Context(), v.Token, v.Bearer, account.MethodAuthenticator, v.Value("code"), v.Act())
	if err != nil {
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{"code": {session.ErrWrongCode}})
	}
	v.Keep(entry.Token)
	return frame.To(v.Onward(entry.Holder, workPath)), nil
}
