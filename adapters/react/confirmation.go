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

// confirmation mails the link that confirms an address, or says that the address has an account already. Only the mailbox
// tells which: whoever fills in the form sees the same.
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
	m := message{
		template: mail.Confirm, language: of.State.Language, recipient: holder(of.State.ID), to: of.State.Address,
		params: map[string]string{"until": instant(expires)}, code: link, purpose: secret.ConfirmLink, resend: true, notAfter: expires,
	}
	if h := claimed.State.Holder; h != uuid.Nil && h != of.State.ID {
		m.template, m.code, m.purpose = mail.AlreadyHaveAccount, secret.Ref{}, ""
	}
	return s.request(ctx, f, act, m)
}

func holder(id uuid.UUID) domain.Actor { return domain.Actor{Kind: domain.Applicant, ID: id.String()} }
