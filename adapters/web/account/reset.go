package account

import (
	"errors"
	"strings"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/recovery"
)

func (p Pages) bindReset(b *frame.Binder) {
	b.Show("S07", func(v *frame.Visit) (frame.Page, error) { return resetLinkPage(v), nil })
	b.Do("S07", "", p.openReset)
	b.Show("S19", p.showResetCode)
	b.Do("S19", "", p.proveReset)
	b.Do("S19", "send", p.sendResetCode)
	b.Show("S08", p.showNewPassword)
	b.Do("S08", "", p.setNewPassword)
	b.Show("S20", func(v *frame.Visit) (frame.Page, error) { return resetDonePage(v), nil })
}

// resetLinkPage is where the mailed link leads. Opening it changes nothing: programs that check mail open links too.
func resetLinkPage(v *frame.Visit) frame.Page {
	dead := errors.Is(v.Failed(), recovery.ErrLinkUnknown) || errors.Is(v.Failed(), recovery.ErrLinkExpired) || errors.Is(v.Failed(), recovery.ErrLinkUsed)
	return frame.Page{Title: v.T("reset_link.title"), Body: resetLinkBody(v.Form(""), dead)}
}

func (p Pages) openReset(v *frame.Visit) (frame.Next, error) {
	id, err := uuid.Parse(v.Param("recovery"))
	if err != nil {
		return frame.Next{}, door.ErrNotHere
	}
	token, err := p.Recovery.Open(v.Context(), id, v.Network, v.Param("token"), anyone(v))
	if err != nil {
		return frame.Next{}, err
	}
	v.Keep(token)
	v.Note("sent-to", "", 0)
	return frame.To("/reset-password/code"), nil
}

// reset is how far the visitor has come. Whose time is over begins anew.
func (p Pages) reset(v *frame.Visit) (recovery.State, account.State, error) {
	r, of, err := p.Recovery.Now(v.Context(), v.Bearer)
	if errors.Is(err, recovery.ErrOver) {
		err = frame.Elsewhere("/forgot-password")
	}
	return r, of, err
}

// resetAt is the same for the page of a step. Whose next step is another one is led there.
func (p Pages) resetAt(v *frame.Visit, path string) (recovery.State, account.State, error) {
	r, of, err := p.reset(v)
	if next := p.resetPath(r); err == nil && next != path {
		err = frame.Elsewhere(next)
	}
	return r, of, err
}

// showNewPassword wants the steps before to be done.
func (p Pages) showNewPassword(v *frame.Visit) (frame.Page, error) {
	_, of, err := p.resetAt(v, "/reset-password/new")
	if err != nil {
		return frame.Page{}, err
	}
	email, err := p.address(v.Context(), of)
	return newPasswordPage(v, email), err
}

func newPasswordPage(v *frame.Visit, email string) frame.Page {
	return frame.Page{Title: v.T("new_password.title"), Body: newPasswordBody(v.Form("", "username", email, "end", "yes"))}
}

func (p Pages) setNewPassword(v *frame.Visit) (frame.Next, error) {
	err := p.Recovery.SetPassword(v.Context(), v.Bearer, v.Value("password"), v.Value("end") != "yes", v.Act())
	switch {
	case err != nil && strings.HasPrefix(frame.State(err), "password_"):
		return frame.Next{}, frame.At("password", err)
	case err != nil:
		return frame.Next{}, err
	}
	v.Forget()
	return frame.To("/reset-password/done"), nil
}

// resetDonePage signs nobody in: the new password is typed once more, while it is fresh.
func resetDonePage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("reset_done.title"), Body: resetDoneBody()}
}
