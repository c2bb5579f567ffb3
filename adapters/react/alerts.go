package react

import (
	"context"

	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/delivery"
)

// alert texts that a notice went by e-mail, and nothing of what is in it, to who had chosen that when it happened; the number
// is the one that is theirs now. Beyond what a number may get, only the e-mail goes: it has all that matters.
func (s Set) alert(ctx context.Context, f domain.Fact, act func(string) domain.Act, was account.State) error {
	if !alerted(was, f.Event) {
		return nil
	}
	of, err := s.Accounts.Load(ctx, subject(f))
	if err != nil {
		return err
	}
	at, err := when(f)
	if err != nil {
		return err
	}
	m := message{
		language: of.State.Language, recipient: holder(of.State.ID), resend: true, notAfter: at.Add(noticeLives),
	}.texted(sms.AlertText, of.State.Phone)
	if !act("alert").At.Before(m.notAfter) {
		return nil
	}
	if may, err := s.mayAlert(ctx, f, m); err != nil || !may {
		return err
	}
	return s.request(ctx, f, act, m)
}

// alerted: whoever took an account over and wants no alerts cannot keep the last one from its holder.
func alerted(a account.State, e domain.Event) bool {
	chosen, ok := e.(account.AlertsChosen)
	return a.TextAlerts || ok && !chosen.Text
}

// mayAlert counts each alert once, however often its event is answered.
func (s Set) mayAlert(ctx context.Context, f domain.Fact, m message) (bool, error) {
	asked, err := s.Deliveries.Load(ctx, delivery.ID(f.ID, m.template, m.recipient).String())
	if err != nil || asked.State.Requested {
		return false, err
	}
	return s.Texts.Alert(ctx, m.recipient.ID, m.to)
}
