package react

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/sms"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/secret"
)

// recovery mails the link to a new password, or says that there is no account with the address; sends the six digits that
// are asked for then; and does what a crash left out after a new password was chosen.
func (s Set) recovery() feed.Reactor {
	return feed.Reactor{
		Name: "recovery", Answers: types(recovery.Requested{}, recovery.CodeIssued{}, recovery.Completed{}),
		React: func(ctx context.Context, f domain.Fact, act func(string) domain.Act) error {
			switch e := f.Event.(type) {
			case recovery.Requested:
				return s.mailReset(ctx, f, act, e)
			case recovery.CodeIssued:
				return s.sendResetCode(ctx, f, act, e)
			case recovery.Completed:
				return s.finishReset(ctx, f, act, e)
			}
			return nil
		},
	}
}

// mailReset writes to the mailbox that was named, whoever has it: only there it can be read whether there is an account. One
// that was left before it had a password is sent the link with which it goes on.
func (s Set) mailReset(ctx context.Context, f domain.Fact, act func(string) domain.Act, e recovery.Requested) error {
	claimed, err := s.Claims.Load(ctx, e.Claim)
	if err != nil {
		return err
	}
	of, err := s.Accounts.Load(ctx, claimed.State.Holder.String())
	if err != nil {
		return err
	}
	m := message{
		template: mail.NoAccount, language: e.Language, recipient: holder(e.Recovery), to: e.Address,
		params: map[string]string{"until": instant(e.Expires)}, resend: true, notAfter: e.Expires,
	}
	switch a := of.State; {
	case claimed.State.Holder == uuid.Nil, !a.Confirmed, a.Erased:
	case unfinished(a):
		m = confirmMail(a, e.Expires)
	default:
		m.template, m.language, m.recipient, m.to = mail.ResetPassword, a.Language, holder(a.ID), a.Address
		m.params["recovery"], m.code, m.purpose = e.Recovery.String(), e.Link, secret.ResetLink
	}
	return s.request(ctx, f, act, m)
}

// sendResetCode: digits that newer ones have replaced are not sent any longer.
func (s Set) sendResetCode(ctx context.Context, f domain.Fact, act func(string) domain.Act, e recovery.CodeIssued) error {
	r, err := s.Recoveries.Load(ctx, subject(f))
	if err != nil || r.State.Code != e.Code || r.State.Proved || r.State.Done {
		return err
	}
	of, err := s.Accounts.Load(ctx, r.State.Account.String())
	if err != nil {
		return err
	}
	m := message{
		language: of.State.Language, recipient: holder(of.State.ID),
		params: map[string]string{"until": instant(e.Expires)}, code: e.Code, purpose: secret.ResetCode, resend: true, notAfter: e.Expires,
	}
	return s.sendBy(ctx, f, act, r.State.Sent, m.mailed(mail.ResetCode, of.State.Address), m.texted(sms.ResetText, of.State.Phone))
}

// finishReset makes the new password the account's, unless another was set since, and ends the sessions that were begun
// with the old one.
func (s Set) finishReset(ctx context.Context, f domain.Fact, act func(string) domain.Act, e recovery.Completed) error {
	_, err := s.Accounts.Do(ctx, e.Account.String(), account.ReplacePassword{Credential: e.Credential, Was: e.Was}, act("replace"))
	switch {
	case errors.Is(err, account.ErrPasswordReplaced), errors.Is(err, account.ErrUnknown): // changed or erased meanwhile
		return nil
	case err != nil || e.Stay:
		return err
	}
	at, err := when(f)
	if err != nil {
		return err
	}
	return s.endOlder(ctx, holder(e.Account), at)
}

// endOlder ends the sessions of a holder that began before a moment: who has signed in since stays.
func (s Set) endOlder(ctx context.Context, of domain.Actor, at time.Time) error {
	all, err := s.Tokens.List(ctx, of)
	if err != nil {
		return err
	}
	for _, t := range all {
		if t.Started.Before(at) {
			err = errors.Join(err, s.Tokens.EndSession(ctx, t.Session))
		}
	}
	return err
}
