package workflow

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/domain/staff"
)

// Enrolment brings a member of staff in: invited by an operator, then a password and an authenticator app.
type Enrolment struct {
	Staff     Staff
	Claims    Claims
	Sessions  Sessions
	Passwords PasswordRule
	Vault     Vault
	Codes     Codes
	Revealer  Revealer
	Limits    Limits
	Tokens    Tokens
	Digests   Digests
	Opener    Opener
}

// Invite records the invitation and answers the secret of its link, for the operator to hand over. It may be asked again
// under the same act: the link is derived.
func (w Enrolment) Invite(ctx context.Context, name, typed, role string, act domain.Act) (uuid.UUID, string, error) {
	to, err := address(typed)
	if err != nil {
		return uuid.Nil, "", err
	}
	id := act.NewID("staff")
	claimID := w.Digests.Address(RealmStaff, to)
	if _, err := w.Claims.Do(ctx, claimID, claim.Take{Holder: id}, act.Step("claim")); err != nil {
		return uuid.Nil, "", err
	}
	link := w.Codes.Issue(secret.EnrolLink, act)
	of := personal.Holder(id)
	_, err = w.Staff.Do(ctx, id.String(), staff.Invite{
		Staff: id, Name: personal.New(of, name), Address: personal.New(of, to), Role: role, Claim: claimID,
		Link: link, Expires: act.At.Add(limits.EnrolLinkLife),
	}, act)
	if err != nil {
		return uuid.Nil, "", err
	}
	shown, err := w.Revealer.Reveal(secret.EnrolLink, link)
	return id, shown, err
}

// Begin is the click on the button behind the enrolment link.
func (w Enrolment) Begin(ctx context.Context, id uuid.UUID, network, link string, act domain.Act) (string, error) {
	if err := take(ctx, w.Limits, limits.ConfirmNetwork, w.Digests.Limit(network)); err != nil {
		return "", err
	}
	m, err := w.Staff.Load(ctx, id.String())
	if err != nil {
		return "", err
	}
	if err := m.State.LinkRight(w.Codes.Presented(secret.EnrolLink, link), act.At); err != nil {
		return "", err
	}
	return w.Tokens.Start(ctx, Token{Holder: member(id), Session: act.Step(id.String()).NewID("session"), Stage: StageEnrol})
}

// SetPassword keeps the password in the vault, then names it in the log.
func (w Enrolment) SetPassword(ctx context.Context, id uuid.UUID, password string, act domain.Act) error {
	m, err := w.Staff.Load(ctx, id.String())
	if err != nil {
		return err
	}
	if err := checkPassword(ctx, w.Passwords, w.Opener, password, m.State.Address); err != nil {
		return err
	}
	credential := act.NewID("password")
	if err := w.Vault.Put(ctx, credential, []byte(password)); err != nil {
		return err
	}
	_, err = w.Staff.Do(ctx, id.String(), staff.SetPassword{Credential: credential}, act)
	return err
}

// OfferAuthenticator makes a seed for an authenticator app and answers it; a repeat of the act answers the same seed.
func (w Enrolment) OfferAuthenticator(ctx context.Context, id uuid.UUID, act domain.Act) (seed string, err error) {
	credential := act.NewID("authenticator")
	if seed, err = w.Vault.NewSeed(ctx, credential); err != nil {
		return "", err
	}
	_, err = w.Staff.Do(ctx, id.String(), staff.OfferAuthenticator{Credential: credential}, act)
	return seed, err
}

// Offered is the seed that was offered last and is not proved yet; empty when there is none.
func (w Enrolment) Offered(ctx context.Context, id uuid.UUID) (seed string, err error) {
	m, err := w.Staff.Load(ctx, id.String())
	if err != nil || m.State.Offered == uuid.Nil {
		return "", err
	}
	return w.Vault.NewSeed(ctx, m.State.Offered)
}

// Finish checks the first code of the app; right, the member is enrolled and signed in, and the answer is the token.
func (w Enrolment) Finish(ctx context.Context, old string, at Token, typed string, act domain.Act) (string, error) {
	id := at.Holder.ID
	if err := take(ctx, w.Limits, limits.SignUpCode, id); err != nil {
		return "", err
	}
	m, err := w.Staff.Load(ctx, id)
	if err != nil {
		return "", err
	}
	ok, err := w.Vault.UseStep(ctx, m.State.Offered, typed, act.At)
	if err != nil {
		return "", err
	}
	if _, err := w.Staff.Do(ctx, id, staff.ProveAuthenticator{Credential: m.State.Offered, Matches: ok}, act); err != nil {
		return "", err
	}
	s := act.NewID("session")
	if _, err := w.Sessions.Do(ctx, s.String(), session.Begin{Holder: at.Holder, By: "enrolment"}, act.Step("session")); err != nil {
		return "", err
	}
	// No enrolment elsewhere outlives this one.
	if err := w.Tokens.EndHolder(ctx, at.Holder, at.Session); err != nil {
		return "", err
	}
	return w.Tokens.Swap(ctx, old, Token{Holder: at.Holder, Session: s, Stage: StageFull})
}

func member(id uuid.UUID) domain.Actor { return domain.Actor{Kind: domain.Staff, ID: id.String()} }
