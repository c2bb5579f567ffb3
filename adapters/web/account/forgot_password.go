package account

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (p Pages) bindForgotten(b *frame.Binder) {
	b.Show("S05", func(v *frame.Visit) (frame.Page, error) { return forgotPage(v), nil })
	b.Do("S05", "", p.forget)
	b.Show("S06", func(v *frame.Visit) (frame.Page, error) { return forgotAddressPage(v), nil })
	b.Show("S18", func(v *frame.Visit) (frame.Page, error) { return forgotSentPage(v, notedAddress(v, forgotNote)), nil })
	p.bindReset(b)
}

func toSignIn(v *frame.Visit) *parts.Link {
	return &parts.Link{Href: "/sign-in", Text: v.T("forgot_password.back")}
}

func forgotPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("forgot_password.title"), Body: forgotBody(v.Form("")), Back: toSignIn(v)}
}

// forgotNote is under which the address is noted: there is no account that it belongs to, as far as this page knows.
const forgotNote = "reset"

// forget asks for the link. An address that is known is answered as any other is; only its mailbox is told more.
func (p Pages) forget(v *frame.Visit) (frame.Next, error) {
	err := p.Recovery.Begin(v.Context(), v.Network, v.Value("email"), v.Language(), anyone(v))
	if err != nil {
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{"email": {workflow.ErrAddress}})
	}
	noteAddress(v, forgotNote, v.Value("email"))
	return frame.To("/forgot-password/sent"), nil
}

// forgotSentPage says the same to everybody.
func forgotSentPage(v *frame.Visit, email string) frame.Page {
	return frame.Page{Title: v.T("forgot_sent.title"), Body: forgotSentBody(email), Back: toSignIn(v)}
}

// forgotAddressPage helps to find out which address an account uses, and tells nothing about any.
func forgotAddressPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("forgot_address.title"), Body: forgotAddressBody(), Back: toSignIn(v)}
}
