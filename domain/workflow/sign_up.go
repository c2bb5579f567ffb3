package workflow

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
)

// SignUp opens an account, from an e-mail address to the first signed-in page. What concerns the account alone
// (the role) is a command of package account, without a workflow.
type SignUp struct {
	Claims    Claims
	Accounts  Accounts
	Sessions  Sessions
	Passwords PasswordRule
	Vault     Vault
	Codes     Codes
	Revealer  Revealer
	Limits    Limits
	Tokens    Tokens
	Numbers   Numbers
	Digests   Digests
	Opener    Opener
	Texts     Texts
}

// Begin registers an account that nobody has confirmed yet. It does not look whether the address is known: the answer and
// the work are the same, only the mail that follows differs.
func (w SignUp) Begin(ctx context.Context, network, typed, language string, act domain.Act) (uuid.UUID, error) {
	to, err := address(typed)
	if err != nil {
		return uuid.Nil, err
	}
	claimID := w.Digests.Address(RealmAccount, to)
	if err := take(ctx, w.Limits, limits.SignUpNetwork, w.Digests.Limit(network)); err != nil {
		return uuid.Nil, err
	}
	if err := take(ctx, w.Limits, limits.SignUpAddress, claimID); err != nil {
		return uuid.Nil, err
	}
	id := act.NewID("account")
	_, err = w.Accounts.Do(ctx, id.String(), account.Register{
		Account: id, Address: personal.New(personal.Holder(id), to), Language: language, Claim: claimID,
		Link: w.Codes.Issue(secret.ConfirmLink, act), Expires: act.At.Add(limits.ConfirmLinkLife),
	}, act)
	return id, err
}

// Resend sends a new link to the address of an unconfirmed account; the old link dies. It counts as a sign-up, for the
// network and for the address: a stranger's mailbox is not flooded this way either.
func (w SignUp) Resend(ctx context.Context, id uuid.UUID, network string, act domain.Act) error {
	if err := take(ctx, w.Limits, limits.SignUpNetwork, w.Digests.Limit(network)); err != nil {
		return err
	}
	a, err := w.Accounts.Load(ctx, id.String())
	if err != nil {
		return err
	}
	address := a.State.Claim
	if address == "" {
		address = id.String() // nobody's: the same work
	}
	if err := take(ctx, w.Limits, limits.SignUpAddress, address); err != nil {
		return err
	}
	_, err = w.Accounts.Do(ctx, id.String(), account.SendLink{
		Link: w.Codes.Issue(secret.ConfirmLink, act), Expires: act.At.Add(limits.ConfirmLinkLife),
	}, act)
	return err
}

// Confirm is the click on the button behind the mailed link: it takes the claim on the address, confirms the account and
// answers a token with which the sign-up goes on. Clicking again goes on where it stopped, until there is a password.
func (w SignUp) Confirm(ctx context.Context, id uuid.UUID, network, link string, act domain.Act) (string, error) {
	if err := take(ctx, w.Limits, limits.ConfirmNetwork, w.Digests.Limit(network)); err != nil {
		return "", err
	}
	presented := w.Codes.Presented(secret.ConfirmLink, link)
	a, err := w.Accounts.Load(ctx, id.String())
	if err != nil {
		return "", err
	}
	if err := a.State.LinkRight(presented, act.At); err != nil {
		return "", err
	}
	claimed, err := w.Claims.Do(ctx, a.State.Claim, claim.Take{Holder: id}, act.Step("claim"))
	switch {
	case err != nil:
		return "", err
	case claimed.State.Holder != id:
		return "", claim.ErrTaken // the act is an old one, of before the address was free again
	}
	if _, err := w.Accounts.Do(ctx, id.String(), account.Confirm{Link: presented}, act); err != nil {
		return "", err
	}
	return w.Tokens.Start(ctx, Token{Holder: holder(id), Session: act.Step(id.String()).NewID("session"), Stage: StageSignUp})
}

// AcceptTerms accepts the terms in force; what somebody else calls a version is nothing to keep for ever.
func (w SignUp) AcceptTerms(ctx context.Context, id uuid.UUID, version string, act domain.Act) (changed, error) {
	if version != account.TermsVersion {
		return changed{}, ErrTerms
	}
	return w.Accounts.Do(ctx, id.String(), account.AcceptTerms{Version: version}, act)
}

// Decline is the other answer to the terms: the account that was being signed up is erased, and every token of it ends.
// What else follows from the erasure, reactors do.
func (w SignUp) Decline(ctx context.Context, id uuid.UUID, at Token, act domain.Act) error {
	if _, err := w.unfinished(ctx, id); err != nil {
		return err
	}
	if _, err := w.Accounts.Do(ctx, id.String(), account.Erase{}, act); err != nil {
		return err
	}
	return w.Tokens.EndHolder(ctx, at.Holder, uuid.Nil)
}

// unfinished is an account that is still being signed up. Changing the credentials of one that is in use is another matter:
// it takes more proof than a token of a sign-up.
func (w SignUp) unfinished(ctx context.Context, id uuid.UUID) (account.State, error) {
	a, err := w.Accounts.Load(ctx, id.String())
	if err == nil && a.State.Active {
		err = ErrSignedUp
	}
	return a.State, err
}

// SetPassword keeps the password in the vault, then names it in the account: that append is the switch.
func (w SignUp) SetPassword(ctx context.Context, id uuid.UUID, password string, act domain.Act) (changed, error) {
	a, err := w.unfinished(ctx, id)
	if err != nil {
		return changed{}, err
	}
	if err := checkPassword(ctx, w.Passwords, w.Opener, password, a.Address); err != nil {
		return changed{}, err
	}
	credential := act.NewID("password")
	if err := w.Vault.Put(ctx, credential, []byte(password)); err != nil {
		return changed{}, err
	}
	return w.Accounts.Do(ctx, id.String(), account.SetPassword{Credential: credential}, act)
}

func (w SignUp) methods() methods {
	return methods{Accounts: w.Accounts, Vault: w.Vault, Codes: w.Codes, Revealer: w.Revealer, Limits: w.Limits, Texts: w.Texts}
}

// SendCode sends six digits to the account's address, to prove it as a way to sign in.
func (w SignUp) SendCode(ctx context.Context, id uuid.UUID, act domain.Act) error {
	if err := take(ctx, w.Limits, limits.CodeResend, id.String()); err != nil {
		return err
	}
	if _, err := w.unfinished(ctx, id); err != nil {
		return err
	}
	return w.methods().sendCode(ctx, id.String(), act)
}

// SendText sends six digits to a mobile number, to prove it as a way to sign in. Nothing typed: again to the number that
// was offered last.
func (w SignUp) SendText(ctx context.Context, id uuid.UUID, typed string, act domain.Act) error {
	if err := take(ctx, w.Limits, limits.CodeResend, id.String()); err != nil {
		return err
	}
	a, err := w.unfinished(ctx, id)
	if err != nil {
		return err
	}
	return w.methods().sendText(ctx, a, typed, act)
}

// EnterCode proves the channel to which the code was sent.
func (w SignUp) EnterCode(ctx context.Context, id uuid.UUID, typed string, act domain.Act) (changed, error) {
	if err := take(ctx, w.Limits, limits.SignUpCode, id.String()); err != nil {
		return changed{}, err
	}
	if _, err := w.unfinished(ctx, id); err != nil {
		return changed{}, err
	}
	return w.methods().enterCode(ctx, id.String(), typed, act)
}

// OfferAuthenticator makes a seed for an authenticator app and answers it; a repeat of the act answers the same seed.
func (w SignUp) OfferAuthenticator(ctx context.Context, id uuid.UUID, act domain.Act) (seed string, err error) {
	if _, err := w.unfinished(ctx, id); err != nil {
		return "", err
	}
	return w.methods().offerAuthenticator(ctx, id.String(), act)
}

// ProveAuthenticator checks the first code of the app that was offered.
func (w SignUp) ProveAuthenticator(ctx context.Context, id uuid.UUID, typed string, act domain.Act) (changed, error) {
	if err := take(ctx, w.Limits, limits.SignUpCode, id.String()); err != nil {
		return changed{}, err
	}
	a, err := w.unfinished(ctx, id)
	if err != nil {
		return changed{}, err
	}
	return w.methods().proveAuthenticator(ctx, id.String(), a.Offered, typed, act)
}

// BackupCodes makes ten codes and answers them, once: a repeat of the act is told that they were shown already.
func (w SignUp) BackupCodes(ctx context.Context, id uuid.UUID, act domain.Act) ([]string, error) {
	if _, err := w.unfinished(ctx, id); err != nil {
		return nil, err
	}
	return w.methods().backupCodes(ctx, id.String(), act)
}

// Finish activates the account, opens a session (the person has just proved everything) and answers its token. Only the
// act that activated the account goes on to a session: who comes later signs in.
func (w SignUp) Finish(ctx context.Context, old string, at Token, device uuid.UUID, act domain.Act) (string, error) {
	id := at.Holder.ID
	n, err := w.Numbers.Next(ctx, "account", act.ID)
	if err != nil {
		return "", err
	}
	done, err := w.Accounts.Do(ctx, id, account.Activate{Number: account.Number(n)}, act)
	switch {
	case err != nil:
		return "", err
	case len(done.Events) == 0:
		return "", ErrSignedUp
	}
	s := act.NewID("session")
	begin := act.Step("session")
	begin.By = at.Holder
	if _, err := w.Sessions.Do(ctx, s.String(), session.Begin{Holder: at.Holder, By: "sign_up", Device: device}, begin); err != nil {
		return "", err
	}
	// No half-finished sign-up elsewhere outlives this one. They end first: who loses the answer to a crash does not come again.
	if err := w.Tokens.EndHolder(ctx, at.Holder, at.Session); err != nil {
		return "", err
	}
	return w.Tokens.Swap(ctx, old, Token{Holder: at.Holder, Session: s, Stage: StageFull})
}

func holder(id uuid.UUID) domain.Actor { return domain.Actor{Kind: domain.Applicant, ID: id.String()} }
