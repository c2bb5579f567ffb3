package account

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

func showSignedOut(v *frame.Visit) (frame.Page, error) {
	if signedIn(v) {
		return frame.Page{}, frame.Elsewhere("/sign-out")
	}
	return signedOutPage(v), nil
}

func signedOutPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("signed_out.title"), Body: signedOutBody()}
}

func showTimedOut(v *frame.Visit) (frame.Page, error) {
	if signedIn(v) { // another window went on
		return frame.Page{}, frame.Elsewhere("/session")
	}
	return timedOutPage(v, v.Query("form")), nil
}

// timedOutPage says what has become of the form that was being filled in, as the script of its page found out.
func timedOutPage(v *frame.Visit, form string) frame.Page {
	p := frame.Page{Title: v.T("timed_out.title")}
	if form == "kept" || form == "lost" {
		p.State = form
	}
	p.Body = timedOutBody(p.State)
	return p
}

// showSignOut is for who comes by an address: signing out takes a button.
func showSignOut(v *frame.Visit) (frame.Page, error) {
	if v.Bearer.Stage == "" {
		return frame.Page{}, frame.Elsewhere("/signed-out")
	}
	return signOutPage(v), nil
}

func signOutPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("sign_out.title"), Body: signOutBody(v.Form(""))}
}

// signOut ends the session at any stage; one that is over already is no trouble.
func (p Pages) signOut(v *frame.Visit) (frame.Next, error) {
	if v.Bearer.Stage != "" {
		if err := p.door(v.Bearer).SignOut(v.Context(), v.Bearer, v.Act()); err != nil {
			return frame.Next{}, err
		}
	}
	v.Forget()
	return frame.To("/signed-out"), nil
}

// door is that by which a bearer came in.
func (p Pages) door(t workflow.Token) workflow.SignIn {
	if t.Holder.Kind == domain.Staff {
		return p.StaffSignIn
	}
	return p.SignIn
}
