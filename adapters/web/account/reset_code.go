package account

import (
	"cmp"
	"time"

	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

// resetStep is how a reset stands whose link was followed.
type resetStep struct {
	By    string // the way that is asked for
	Ways  ways
	Sent  string    // how the code was sent that works; empty: none was
	Until time.Time // it works
	Over  bool      // too many wrong codes: nothing proves anything here any more
	Reach reach
}

func (p Pages) showResetCode(v *frame.Visit) (frame.Page, error) {
	r, of, err := p.resetAt(v, "/reset-password/code")
	if err != nil {
		return frame.Page{}, err
	}
	w, err := p.waysOf(v.Context(), of)
	if err != nil {
		return frame.Page{}, err
	}
	step := resetStep{
		By: w.chosen(cmp.Or(v.Value("by"), v.Query("by"), r.Sent)), Ways: w, Sent: r.Sent, Until: r.CodeExpires, Over: r.Over(),
	}
	if texted(step.By) && !step.unsent() {
		step.Reach = p.reached(v, of.ID, sms.ResetText, step.Until)
	}
	return resetCodePage(v, step), nil
}

// asSignIn is the same step as signing in shows it.
func (s resetStep) asSignIn() secondStep { return secondStep{By: s.By, Ways: s.Ways, Until: s.Until} }

// chosen is the way that was wished for, if it is there, or the strongest that is.
func (w ways) chosen(wish string) string {
	for _, by := range []string{wish, session.ByAuthenticator, session.ByMailText, session.ByText, session.ByMail} {
		if w.has(by) {
			return by
		}
	}
	return account.MethodBackup
}

// unsent says that a code must be sent first.
func (s resetStep) unsent() bool { return sent(s.By) && s.By != s.Sent }

func resetCodePage(v *frame.Visit, s resetStep) frame.Page {
	page := frame.Page{
		Title: v.T("reset_code.title"), Body: resetCodeBody(v.Form("", "by", s.By), v.Form("send"), s),
		Formless: s.Over || s.unsent(),
	}
	switch {
	case s.Over:
		page.State, page.Title = "used_up", v.T("reset_code.title_over")
	case v.Failed() != nil:
	case s.unsent():
		page.State = "unsent"
	case s.Reach.State != "":
		page.State = s.Reach.State
	case s.By != session.ByMail:
		page.State = s.By
	}
	return page
}

func (p Pages) proveReset(v *frame.Visit) (frame.Next, error) {
	if err := p.Recovery.Prove(v.Context(), v.Bearer, v.Value("by"), v.Value("code"), v.Act()); err != nil {
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{"code": {
			recovery.ErrWrongCode, recovery.ErrCodeExpired, recovery.ErrNoCode, workflow.ErrMethod,
		}})
	}
	return frame.To("/reset-password/new"), nil
}

func (p Pages) sendResetCode(v *frame.Visit) (frame.Next, error) {
	if err := p.Recovery.SendCode(v.Context(), v.Bearer, v.Value("by"), v.Act()); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/reset-password/code"), nil // which shows the way that the code goes
}
