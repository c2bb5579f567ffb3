package account

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/projections/deliveries"
)

func (p Pages) bindCheckMail(b *frame.Binder) {
	b.Show("A02", p.checkMail)
	b.Do("A02", "resend", p.resend)
}

// sentMail is what is told of the mail with the link. It must be the same whether the address was known or not.
type sentMail struct {
	Email string // as it was typed in this browser; empty elsewhere
	State string // "", "resent", "late" or "bounced"
}

func checkMailPage(v *frame.Visit, m sentMail) frame.Page {
	return frame.Page{State: m.State, Title: v.T("check_mail.title"), Body: checkMailBody(v.Form("resend"), m)}
}

// patience is how long a mail usually needs at most.
const patience = 10 * time.Minute

func (p Pages) checkMail(v *frame.Visit) (frame.Page, error) {
	a, err := p.begun(v)
	if err != nil {
		return frame.Page{}, err
	}
	m := sentMail{Email: notedAddress(v, a.ID.String())}
	sent, err := p.Reading.Sent(v.Context(), a.ID, v.After())
	switch late := v.At.After(a.LinkExpires.Add(patience - limits.ConfirmLinkLife)); {
	case v.Failed() != nil: // the page says what failed
	case err == nil && slices.ContainsFunc(sent, cameBack):
		m.State = "bounced"
	case late:
		m.State = "late"
	case a.LinksSent > 0:
		m.State = "resent"
	}
	return checkMailPage(v, m), nil
}

// cameBack says that an e-mail did not reach its mailbox, and that no other try follows. Text messages are no matter of
// whoever knows this address: only an account in use has any.
func cameBack(d deliveries.Delivery) bool {
	return d.Channel == delivery.ChannelMail && gone(d)
}

// begun is the account of the address; one that never began looks like no page.
func (p Pages) begun(v *frame.Visit) (account.State, error) {
	id, err := uuid.Parse(v.Param("account"))
	if err != nil {
		return account.State{}, door.ErrNotHere
	}
	a, err := p.SignUp.Accounts.Load(v.Context(), id.String())
	if err == nil && !a.State.Exists {
		err = door.ErrNotHere
	}
	return a.State, err
}

func (p Pages) resend(v *frame.Visit) (frame.Next, error) {
	a, err := p.begun(v)
	if err != nil {
		return frame.Next{}, err
	}
	if err := p.SignUp.Resend(v.Context(), a.ID, v.Network, anyone(v)); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/sign-up/" + a.ID.String() + "/sent"), nil
}
