package react

import (
	"context"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
)

// codes mails the six digits of sign-up, of a second step that is added later, and of sign-in. A code that a newer one has replaced is not mailed any longer.
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
	if err != nil || e.Method != account.MethodMail || of.State.Code.Ref != e.Code {
		return err
	}
	template := mail.SignUpCode
	if of.State.Active {
		template = mail.MethodCode
	}
	return s.request(ctx, f, act, message{
		template: template, language: of.State.Language, recipient: holder(of.State.ID), to: of.State.Address,
		params: map[string]string{"until": instant(e.Expires)}, code: e.Code, purpose: secret.SignUpCode, resend: true, notAfter: e.Expires,
	})
}

func (s Set) signInCode(ctx context.Context, f domain.Fact, e session.CodeIssued, act func(string) domain.Act) error {
	in, err := s.Sessions.Load(ctx, subject(f))
	if err != nil || in.State.Ended || in.State.Verified || in.State.Code != e.Code {
		return err
	}
	m := message{
		template: mail.SignInCode, language: "en", recipient: in.State.Holder,
		params: map[string]string{"until": instant(e.Expires)}, code: e.Code, purpose: secret.SignInCode, resend: true, notAfter: e.Expires,
	}
	switch in.State.Holder.Kind {
	case domain.Applicant:
		of, err := s.Accounts.Load(ctx, in.State.Holder.ID)
		if err != nil {
			return err
		}
		m.to, m.language = of.State.Address, of.State.Language
	case domain.Staff:
		of, err := s.Staff.Load(ctx, in.State.Holder.ID)
		if err != nil {
			return err
		}
		m.to = of.State.Address
	}
	return s.request(ctx, f, act, m)
}
