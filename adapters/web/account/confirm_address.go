package account

import (
	"errors"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/claim"
)

func (p Pages) bindConfirm(b *frame.Binder) {
	b.Show("A03", func(v *frame.Visit) (frame.Page, error) { return confirmPage(v), nil })
	b.Do("A03", "", p.confirm)
}

// confirmPage is where the mailed link leads. Opening it changes nothing: programs that check mail open links too.
func confirmPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("confirm_address.title"), Body: confirmBody(v.Form(""), wayOut(v.Failed()))}
}

// wayOut is what to do instead when a link opens nothing: sign in, or begin again; "" when pressing the button again may
// do.
func wayOut(failed error) string {
	switch {
	case errors.Is(failed, account.ErrLinkUsed), errors.Is(failed, claim.ErrTaken):
		return "sign_in"
	case errors.Is(failed, account.ErrLinkWrong), errors.Is(failed, account.ErrLinkExpired):
		return "sign_up"
	}
	return ""
}

func (p Pages) confirm(v *frame.Visit) (frame.Next, error) {
	id, err := uuid.Parse(v.Param("account"))
	if err != nil {
		return frame.Next{}, door.ErrNotHere
	}
	token, err := p.SignUp.Confirm(v.Context(), id, v.Network, v.Param("token"), anyone(v))
	if err != nil {
		return frame.Next{}, err
	}
	v.Keep(token)
	v.Note("sent-to", "", 0)
	return frame.To("/sign-up/next"), nil
}
