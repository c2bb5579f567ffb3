package account

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (p Pages) bindSignIn(b *frame.Binder) {
	b.Show("S01", func(v *frame.Visit) (frame.Page, error) { return signInPage(v), nil })
	b.Do("S01", "", p.signIn)
}

func signInPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("sign_in.title"), Body: signInForm(v.Form(""))}
}

// signIn is the first step: the address and the password.
func (p Pages) signIn(v *frame.Visit) (frame.Next, error) {
	device := v.Device
	if device == uuid.Nil {
		device = v.Act().NewID("device") // the same again when the form is sent again
	}
	entry, err := p.SignIn.Password(v.Context(), workflow.Attempt{
		Network: v.Network, Address: v.Value("email"), Password: v.Value("password"), Device: device,
	}, v.Act())
	if err != nil {
		return frame.Next{}, err
	}
	v.Keep(entry.Token)
	v.Remember(device)
	return frame.To(steps[entry.Stage]), nil
}

// steps are where somebody goes on who has signed in so far.
var steps = map[string]string{workflow.StageCode: "/sign-in/code", workflow.StageSignUp: "/sign-up/next"}
