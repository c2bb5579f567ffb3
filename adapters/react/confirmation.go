package react

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// confirmation mails the link that confirms an address, or says that the address has an account already, or mails the link
// with which an account goes on that was left before it had a password. Only the mailbox tells which: whoever fills in the
// form sees the same.
func (s Set) confirmation() feed.Reactor {
	return feed.Reactor{
		Name: "confirmation", Answers: types(account.Registered{}, account.LinkSent{}), MaxAge: limits.ConfirmLinkLife,
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			switch e := f.Event.(type) {
			case account.Registered:
				return s.sendLink(ctx, f, act, e.Link, e.Expires)
			case account.LinkSent:
				return s.sendLink(ctx, f, act, e.Link, e.Expires)
			}
			return nil
		},
	}
}

func (s Set) sendLink(ctx context.Context, f domain.Fact, act func(string) domain.Act, link secret.Ref, expires time.Time) error {
	of, err := s.Accounts.Load(ctx, subject(f))
	if err != nil || of.State.Confirmed || of.State.Lapsed || of.State.Erased || of.State.Link != link {
		return err
	}
	claimed, err := s.Claims.Load(ctx, of.State.Claim)
	if err != nil {
		return err
	}
	h := claimed.State.Holder
	if h == uuid.Nil || h == of.State.ID {
		return s.request(ctx, f, act, confirmMail(of.State, expires))
	}
	first, err := s.Accounts.Load(ctx, h.String())
	switch {
	case err != nil:
		return err
	case unfinished(first.State):
		return s.request(ctx, f, act, confirmMail(first.State, expires))
	}
	m := confirmMail(of.State, expires)
	m.template, m.code, m.purpose = mail.AlreadyHaveAccount, secret.Ref{}, ""
	return s.request(ctx, f, act, m)
}

// unfinished says that an account has an address and no password: nobody can sign in there, and its own link, whatever its
// age, is the only way on. Whoever signs up again is sent that link.
func unfinished(a account.State) bool {
	return a.Confirmed && !a.Erased && a.Credential == uuid.Nil
}

func confirmMail(a account.State, expires time.Time) message {
	return message{
		template: mail.Confirm, language: a.Language, recipient: holder(a.ID), to: a.Address,
		params: map[string]string{"until": instant(expires)}, code: a.Link, purpose: secret.ConfirmLink, resend: true, notAfter: expires,
	}
}

func holder(id uuid.UUID) domain.Actor { return domain.Actor{Kind: domain.Applicant, ID: id.String()} }
