package account

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/workflow"
)

// showClosing asks for a fresh proof before it offers to close the account: the proof would come too late once the address
// is typed. Keeping an account wants none.
func (p Pages) showClosing(v *frame.Visit) (frame.Page, error) {
	a, err := p.holder(v)
	if err != nil {
		return frame.Page{}, err
	}
	if a.Closing.Asked() {
		return closingPage(v, a.Closing), nil
	}
	if err := v.Bearer.Fresh(v.At); err != nil {
		return frame.Page{}, err
	}
	return closePage(v), nil
}

// closePage says what closing an account means, and offers it.
func closePage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("close_account.title"), Back: up(v), Body: closeBody(v.Form(""))}
}

// closingPage says when an account will be closed, and offers to keep it.
func closingPage(v *frame.Visit, c account.Closing) frame.Page {
	return frame.Page{
		State: "asked", Title: v.T("close_account.asked_title"), Back: up(v), Formless: true,
		Body: closingBody(v.Form("keep"), c),
	}
}

func (p Pages) askClosing(v *frame.Visit) (frame.Next, error) {
	if _, err := p.Closing.Ask(v.Context(), v.Bearer, v.Value("email"), v.Act()); err != nil {
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{"email": {workflow.ErrAddressDiffers}})
	}
	return frame.To("/settings/close"), nil
}

func (p Pages) keepAccount(v *frame.Visit) (frame.Next, error) {
	if err := p.Closing.Cancel(v.Context(), v.Bearer, v.Act()); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/settings?done=kept"), nil
}

// closingNotice stands on the settings while an account is to be closed.
func closingNotice(v *frame.Visit, c account.Closing) parts.Notice {
	return parts.Notice{Kind: parts.Warning, Heading: v.T("close_account.asked_title"), Body: closingHint(c)}
}
