package account

import "github.com/casetrail/casetrail/adapters/web/frame"

func (p Pages) showMailCodes(v *frame.Visit) (frame.Page, error) {
	a, err := p.holder(v)
	if err != nil {
		return frame.Page{}, err
	}
	address, err := p.address(v.Context(), a)
	if err != nil {
		return frame.Page{}, err
	}
	return mailCodesPage(v, address, v.Query("sent") != "" || v.Value("sent") != ""), nil
}

func mailCodesPage(v *frame.Visit, address string, sent bool) frame.Page {
	p := frame.Page{Title: v.T("mail_codes.title"), Back: toMethods(v)}
	if !sent {
		p.Body, p.Formless = mailCodesBody(v.Form("send"), address), true
		return p
	}
	p.Body = sentCodeBody(v.Form("code"), v.Form("send"), address)
	if v.Failed() == nil {
		p.State = "sent"
	}
	return p
}

func (p Pages) sendMailCode(v *frame.Visit) (frame.Next, error) {
	if err := p.Settings.SendCode(v.Context(), v.Bearer, v.Act()); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/settings/email-codes?sent=yes"), nil
}

func (p Pages) enterMailCode(v *frame.Visit) (frame.Next, error) {
	if _, err := p.Settings.EnterCode(v.Context(), v.Bearer, v.Value("code"), v.Act()); err != nil {
		return frame.Next{}, atCode(err)
	}
	return frame.To("/settings/methods?done=added"), nil
}
