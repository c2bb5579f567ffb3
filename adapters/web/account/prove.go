package account

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (p Pages) showProve(v *frame.Visit) (frame.Page, error) {
	if !signedIn(v) {
		return frame.Page{}, domain.ErrSignedOut
	}
	who, err := p.door(v.Bearer).Principals.Load(v.Context(), v.Holder())
	if err != nil {
		return frame.Page{}, err
	}
	return provePage(v, who.Authenticator != uuid.Nil), nil
}

func provePage(v *frame.Visit, app bool) frame.Page {
	p := frame.Page{Title: v.T("prove.title"), Body: proveBody(v.Form(""), app)}
	if app && v.Failed() == nil {
		p.State = "with_app"
	}
	return p
}

// prove leads back to where the proof was asked for.
func (p Pages) prove(v *frame.Visit) (frame.Next, error) {
	if !signedIn(v) {
		return frame.Next{}, domain.ErrSignedOut
	}
	entry, err := p.door(v.Bearer).Reprove(v.Context(), v.Token, v.Bearer, workflow.Reproof{
		Network: v.Network, Password: v.Value("password"), Code: v.Value("code"),
	}, v.Act())
	if err != nil {
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{"password": {workflow.ErrPassword}, "code": {session.ErrWrongCode}})
	}
	v.Keep(entry.Token)
	if v.Bearer.Holder.Kind == domain.Staff {
		return frame.To(v.Back("/staff")), nil
	}
	return frame.To(v.Back("/settings")), nil
}
