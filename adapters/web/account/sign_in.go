package account

import (
	"errors"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

// showSignIn leads on whoever is in already.
func showSignIn(v *frame.Visit) (frame.Page, error) {
	if v.Bearer.Stage == workflow.StageFull && v.Bearer.Holder.Kind == domain.Applicant {
		return frame.Page{}, frame.Elsewhere("/home")
	}
	return signInPage(v), nil
}

func signInPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("sign_in.title"), Body: signInBody(v.Form(""), waiting(v))}
}

// waiting: there were too many tries, whoever made them.
func waiting(v *frame.Visit) bool { return errors.Is(v.Failed(), workflow.ErrWait) }

func (p Pages) signIn(v *frame.Visit) (frame.Next, error) {
	entry, err := v.Password(p.SignIn)
	if err != nil {
		return frame.Next{}, err
	}
	if entry.Stage == workflow.StageSignUp {
		return frame.To("/sign-up/next"), nil
	}
	return frame.To("/sign-in/code"), nil
}
