package account

import (
	"cmp"
	"time"

	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/workflow"
)

// secondStep is how a sign-in stands whose password was right.
type secondStep struct {
	By     string // the way that is asked for
	Ways   ways
	Until  time.Time // the code that was mailed works
	Resent bool
	Unsent bool // no text message can go out now, and there is no other way to send one
	Over   bool // too many wrong codes: nothing proves anything here any more
	Reach  reach
}

// mailed is where the same code went by e-mail; empty when it did not.
func (s secondStep) mailed() string {
	if s.By == session.ByMailText {
		return s.Ways.Mail
	}
	return ""
}

// other leads to the other ways, if there is any.
func (s secondStep) other(text string) parts.Link {
	if s.Ways.count() < 2 {
		return parts.Link{}
	}
	return parts.Link{Href: "/sign-in/other", Text: text}
}

func (p Pages) showCode(v *frame.Visit) (frame.Page, error) {
	s, err := p.SignIn.Sessions.Load(v.Context(), v.Bearer.Session.String())
	if err != nil {
		return frame.Page{}, err
	}
	w, err := p.ways(v.Context(), v.Holder())
	if err != nil {
		return frame.Page{}, err
	}
	step := secondStep{
		By: chosenWay(v, w, s.State), Ways: w, Until: s.State.Expires, Resent: v.Query("sent") != "",
		Unsent: s.State.Method == session.ByText && s.State.Code.IsZero(),
		Over:   s.State.Wrong >= limits.Of(limits.SessionCode).Max,
	}
	if texted(step.By) && !step.Unsent {
		step.Reach = p.reached(v, v.Holder(), sms.SignInText, step.Until)
	}
	return codePage(v, step), nil
}

// texted says whether a way is a code by text message, alone or beside an e-mail.
func texted(by string) bool { return by == session.ByText || by == session.ByMailText }

// chosenWay is the one that was chosen, or the one that the sign-in began with.
func chosenWay(v *frame.Visit, w ways, s session.State) string {
	by := cmp.Or(v.Value("by"), v.Query("by"))
	if !w.has(by) || sent(by) && (s.Code.IsZero() || by != s.Sent) {
		return s.Method
	}
	return by
}

// sent says whether a way is a code that we send.
func sent(by string) bool {
	return by == session.ByMail || by == session.ByText || by == session.ByMailText
}

func codePage(v *frame.Visit, s secondStep) frame.Page {
	p := frame.Page{Title: codeTitle(v, s), Body: codeBody(v.Form("", "by", s.By), v.Form("resend"), s)}
	switch {
	case s.Over:
		p.State, p.Formless = "used_up", true
	case s.Unsent && s.By == session.ByText:
		p.State, p.Formless = "unsent", true
	case v.Failed() != nil:
	case s.Reach.State != "":
		p.State = s.Reach.State
	case s.Resent && sent(s.By):
		p.State = "resent"
	case s.By != account.MethodMail:
		p.State = s.By
	}
	return p
}

func codeTitle(v *frame.Visit, s secondStep) string {
	switch {
	case s.Over:
		return v.T("sign_in_code.title_over")
	case s.By == account.MethodAuthenticator:
		return v.T("sign_in_code.title_app")
	case s.By == account.MethodBackup:
		return v.T("sign_in_code.title_backup")
	case s.By == session.ByText:
		return v.T("sign_in_code.title_text")
	case s.By == session.ByMailText:
		return v.T("sign_in_code.title_both")
	}
	return v.T("sign_in_code.title")
}

func (p Pages) enterSignInCode(v *frame.Visit) (frame.Next, error) {
	entry, err := p.SignIn.Code(v.Context(), v.Token, v.Bearer, v.Value("by"), v.Value("code"), v.Act())
	if err != nil {
		return frame.Next{}, atCode(err)
	}
	v.Keep(entry.Token)
	return frame.To(v.Onward(entry.Holder, "/home")), nil
}

// atCode binds to the field of the code what is wrong with it.
func atCode(err error) error {
	return frame.Fields(err, map[string][]*domain.Error{"code": {
		session.ErrWrongCode, session.ErrCodeExpired, session.ErrNoCode, account.ErrWrongCode, account.ErrCodeExpired, account.ErrNoCode, workflow.ErrMethod,
	}})
}

func (p Pages) resendCode(v *frame.Visit) (frame.Next, error) {
	if err := p.SignIn.Resend(v.Context(), v.Bearer, "", v.Act()); err != nil {
		return frame.Next{}, err
	}
	return frame.To("/sign-in/code?sent=again"), nil
}
