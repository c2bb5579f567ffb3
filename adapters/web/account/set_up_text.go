package account

import (
	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/phone"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (p Pages) bindText(b *frame.Binder) {
	b.Show("A13", p.text)
	b.Do("A13", "", p.sendText)
}

// textPage asks for the number to which codes go, and says what that means.
func textPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("set_up_text.title"), Body: textForm(v.Form(""))}
}

// text is nowhere where nothing carries text messages.
func (p Pages) text(v *frame.Visit) (frame.Page, error) {
	if !p.SignUp.Texts.On {
		return frame.Page{}, door.ErrNotHere
	}
	_, err := p.at(v, from(account.StepMethod)...)
	return textPage(v), err
}

func (p Pages) sendText(v *frame.Visit) (frame.Next, error) {
	if v.Value("phone") == "" {
		return frame.Next{}, frame.At("phone", phone.ErrMalformed)
	}
	if err := p.SignUp.SendText(v.Context(), v.Holder(), v.Value("phone"), v.Act()); err != nil {
		return frame.Next{}, atPhone(err)
	}
	return frame.To("/sign-up/code"), nil
}

// atPhone binds to the field of the number what is wrong with it.
func atPhone(err error) error {
	return frame.Fields(err, map[string][]*domain.Error{"phone": append([]*domain.Error{workflow.ErrTextLimit}, phone.Errors...)})
}
