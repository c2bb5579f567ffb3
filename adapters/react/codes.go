package react

import (
	"context"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
)

// codes sends the six digits of sign-up, of a second step that is added later, and of sign-in, by e-mail, by text message,
// or both ways. A code that a newer one has replaced is not sent any longer.
func (s Set) codes() feed.Reactor {
	return feed.Reactor{
		Name: "codes", Answers: types(account.CodeIssued{}, session.CodeIssued{}), MaxAge: limits.CodeLife,
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			switch e := f.Event.(type) {
			case account.CodeIssued:
				return s.signUpCode(ctx, f, e, act)
			case session.CodeIssued:
				return s.signInCode(ctx, f, e, act)
			}
			return nil
		},
	}
}

func (s Set) signUpCode(ctx context.Context, f domain.Fact, e account.CodeIssued, act func(string) domain.Act) error {
	of, err := s.Accounts.Load(ctx, subject(f))
	if err != nil || of.State.Code.Ref != e.Code {
		return err
	}
	m := message{
		language: of.State.Language, recipient: holder(of.State.ID),
		params: map[string]string{"until": instant(e.Expires)}, code: e.Code, purpose: secret.SignUpCode, resend: true, notAfter: e.Expires,
	}
	byMail, byText := mail.SignUpCode, sms.SignUpText
	if of.State.Active {
		byMail, byText = mail.MethodCode, sms.MethodText
	}
	switch e.Method {
	case account.MethodMail:
		return s.request(ctx, f, act, m.mailed(byMail, of.State.Address))
	case account.MethodText:
		return s.request(ctx, f, act, m.texted(byText, of.State.OfferedPhone))
	}
	return nil
}

func (s Set) signInCode(ctx context.Context, f domain.Fact, e session.CodeIssued, act func(string) domain.Act) error {
	in, err := s.Sessions.Load(ctx, subject(f))
	if err != nil || in.State.Ended || in.State.Verified || in.State.Code != e.Code {
		return err
	}
	m := message{
		language: "en", recipient: in.State.Holder,
		params: map[string]string{"until": instant(e.Expires)}, code: e.Code, purpose: secret.SignInCode, resend: true, notAfter: e.Expires,
	}
	switch in.State.Holder.Kind {
	case domain.Applicant:
		of, err := s.Accounts.Load(ctx, in.State.Holder.ID)
		if err != nil {
			return err
		}
		m.language = of.State.Language
		return s.sendBy(ctx, f, act, in.State.Sent, m.mailed(mail.SignInCode, of.State.Address), m.texted(sms.SignInText, of.State.Phone))
	case domain.Staff:
		of, err := s.Staff.Load(ctx, in.State.Holder.ID)
		if err != nil {
			return err
		}
		return s.request(ctx, f, act, m.mailed(mail.SignInCode, of.State.Address))
	}
	return nil
}

// sendBy asks for what goes the way that was chosen for a second step: by e-mail, by text message, or both, with the same code.
func (s Set) sendBy(ctx context.Context, f domain.Fact, act func(string) domain.Act, way string, mailed, texted message) error {
	var err error
	if way == session.ByText || way == session.ByMailText {
		err = s.request(ctx, f, act, texted)
	}
	if err == nil && way != session.ByText {
		err = s.request(ctx, f, act, mailed)
	}
	return err
}
