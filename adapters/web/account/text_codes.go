package account

import (
	"cmp"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/phone"
)

func (p Pages) bindTextCodes(b *frame.Binder) {
	b.Show("T13", p.showTextCodes)
	b.Do("T13", "code", p.enterTextCode)
	b.Do("T13", "send", p.sendTextCode)
	b.Do("T13", "again", p.sendTextAgain)
}

// textSetUp is how far somebody is with a number for text messages.
type textSetUp struct {
	Now     string // what the number in use ends in; empty: there is none
	Offered string // what the one ends in that is to be proved
	Sent    bool
	Reach   reach
}

func (p Pages) showTextCodes(v *frame.Visit) (frame.Page, error) {
	if !p.Settings.Texts.On {
		return frame.Page{}, door.ErrNotHere
	}
	a, err := p.holder(v)
	if err != nil {
		return frame.Page{}, err
	}
	s := textSetUp{Sent: v.Query("sent") != "" || v.Value("sent") != ""}
	if s.Now, err = p.lastDigits(v.Context(), a.Phone); err != nil {
		return frame.Page{}, err
	}
	s.Offered, err = p.lastDigits(v.Context(), a.OfferedPhone)
	if s.Sent && a.Code.Method == account.MethodText {
		s.Reach = p.reached(v, a.ID, sms.MethodText, a.Code.Expires)
	}
	return textCodesPage(v, s), err
}

func textCodesPage(v *frame.Visit, s textSetUp) frame.Page {
	p := frame.Page{Title: v.T("text_codes.title"), Back: toMethods(v)}
	if !s.Sent || s.Offered == "" {
		p.Body = textCodesBody(v.Form("send"), s)
		return p
	}
	p.Formless = true
	p.Body = sentTextBody(v.Form("code"), v.Form("again", "sent", "yes"), s)
	if v.Failed() == nil {
		p.State = cmp.Or(s.Reach.State, "sent")
	}
	return p
}

func (p Pages) sendTextCode(v *frame.Visit) (frame.Next, error) {
	if v.Value("phone") == "" {
		return frame.Next{}, frame.At("phone", phone.ErrMalformed)
	}
	if err := p.Settings.SendText(v.Context(), v.Bearer, v.Value("phone"), v.Act()); err != nil {
		return frame.Next{}, atPhone(err)
	}
	return frame.To("/settings/text-codes?sent=yes"), nil
}

func (p Pages) sendTextAgain(v *frame.Visit) (frame.Next, error) {
	if err := p.Settings.SendText(v.Context(), v.Bearer, "", v.Act()); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/settings/text-codes?sent=yes"), nil
}

func (p Pages) enterTextCode(v *frame.Visit) (frame.Next, error) {
	if _, err := p.Settings.EnterCode(v.Context(), v.Bearer, v.Value("code"), v.Act()); err != nil {
		return frame.Next{}, atCode(err)
	}
	return frame.To("/settings/methods?done=added"), nil
}
