package account

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
)

func (p Pages) showOtherMethods(v *frame.Visit) (frame.Page, error) {
	w, err := p.ways(v.Context(), v.Holder())
	if err != nil {
		return frame.Page{}, err
	}
	return otherMethodsPage(v, w), nil
}

func otherMethodsPage(v *frame.Visit, w ways) frame.Page {
	page := frame.Page{
		Title: v.T("other_methods.title"), Body: otherMethodsBody(v.Form("mail"), v.Form("text"), v.Form("mail_text"), w), Formless: w.Mail == "",
		Back: &parts.Link{Href: "/sign-in/code", Text: v.T("other_methods.back")},
	}
	if w.count() < 2 && v.Failed() == nil {
		page.State = "none"
	}
	return page
}

// codeInstead sends a code in another way.
func (p Pages) codeInstead(by string) func(*frame.Visit) (frame.Next, error) {
	return func(v *frame.Visit) (frame.Next, error) {
		if err := p.SignIn.Resend(v.Context(), v.Bearer, by, v.Act()); err != nil {
			return frame.Next{}, err
		}
		return frame.To("/sign-in/code?by=" + by), nil
	}
}
