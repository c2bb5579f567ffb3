package workflow

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
)

// Recovery leads from a forgotten password to a new one: a mailed link, the reset questions where there are any, the second
// step, the password. Nobody is signed in by it. No step reads a projection.
type Recovery struct {
	Recoveries Recoveries
	Claims     Claims
	Accounts   Accounts
	Passwords  PasswordRule
	Vault      Vault
	Codes      Codes
	Limits     Limits
	Tokens     Tokens
	Digests    Digests
	Opener     Opener
	Texts      Texts
	Questions  bool // reset questions are asked
}

// Begin asks for the link. It does not look whether the address is known: the answer and the work are the same, only the
// mail that follows differs.
func (w Recovery) Begin(ctx context.Context, network, typed, language string, act domain.Act) error {
	to, err := address(typed)
	if err != nil {
		return err
	}
	claimID := w.Digests.Address(RealmAccount, to)
	if err := take(ctx, w.Limits, limits.ResetNetwork, w.Digests.Limit(network)); err != nil {
		return err
	}
	if err := take(ctx, w.Limits, limits.ResetAddress, claimID); err != nil {
		return err
	}
	id := act.NewID("recovery")
	_, err = w.Recoveries.Do(ctx, id.String(), recovery.Request{
		Recovery: id, Address: personal.New(personal.Holder(id), to), Language: language, Claim: claimID,
		Link: w.Codes.Issue(secret.ResetLink, act), Expires: act.At.Add(limits.ResetLinkLife),
	}, act)
	return err
}

// Open is the click on the button behind the mailed link. The link is spent, and the answer is a token for the steps that
// follow; the same click again, after a crash, answers another.
func (w Recovery) Open(ctx context.Context, id uuid.UUID, network, link string, act domain.Act) (string, error) {
	if err := take(ctx, w.Limits, limits.ConfirmNetwork, w.Digests.Limit(network)); err != nil {
		return "", err
	}
	presented := w.Codes.Presented(secret.ResetLink, link)
	r, err := w.Recoveries.Load(ctx, id.String())
	if err != nil {
		return "", err
	}
	if !r.State.Has(presented) {
		return "", recovery.ErrLinkUnknown
	}
	of, err := w.of(ctx, r.State.Claim)
	if err != nil {
		return "", err
	}
	_, err = w.Recoveries.Do(ctx, id.String(), recovery.Open{
		Link: presented, Account: of.ID, Was: of.Credential, Bare: len(of.Methods) == 0, Asked: w.Questions && len(of.Questions) > 0,
	}, act)
	if err != nil {
		return "", err
	}
	return w.Tokens.Start(ctx, Token{Holder: holder(of.ID), Session: id, Stage: StageReset})
}

// of is the account that has the address and a password. The link was mailed to its holder: who has lost the account since
// is told what everybody is told who has no link.
func (w Recovery) of(ctx context.Context, claimID string) (account.State, error) {
	c, err := w.Claims.Load(ctx, claimID)
	if err != nil {
		return account.State{}, err
	}
	a, err := w.Accounts.Load(ctx, c.State.Holder.String())
	if err == nil && (a.State.Claim != claimID || a.State.Erased || a.State.Credential == uuid.Nil) {
		err = recovery.ErrLinkUnknown
	}
	return a.State, err
}

// Now is how a recovery stands, and the account that it is for. Once it has ended it is over.
func (w Recovery) Now(ctx context.Context, at Token) (recovery.State, account.State, error) {
	r, err := w.Recoveries.Load(ctx, at.Session.String())
	if err != nil {
		return recovery.State{}, account.State{}, err
	}
	a, err := w.Accounts.Load(ctx, at.Holder.ID)
	if err == nil && (r.State.Done || r.State.Account != a.State.ID) {
		err = recovery.ErrOver
	}
	return r.State, a.State, err
}

// Ways are how the holder of an account may prove the second step with something that is set up, what we suggest first. Where
// nothing carries text messages, they are no way.
func (w Recovery) Ways(a account.State) []string {
	p := applicant(a)
	if !w.Texts.On {
		p.Phone = personal.Text{}
	}
	return p.Ways()
}

// SendCode sends six digits in a way that the holder has proved as one to sign in; "" is the way of the last code, or the
// first that we suggest. The digits before die, the count of wrong ones stays.
func (w Recovery) SendCode(ctx context.Context, at Token, by string, act domain.Act) error {
	if err := take(ctx, w.Limits, limits.CodeResend, at.Session.String()); err != nil {
		return err
	}
	r, a, err := w.Now(ctx, at)
	switch {
	case err != nil:
		return err
	case r.Unanswered():
		return recovery.ErrUnanswered
	}
	sent := slices.DeleteFunc(w.Ways(a), func(way string) bool { return !session.Sends(way) })
	if by = cmp.Or(by, r.Sent); by == "" && len(sent) > 0 {
		by = sent[0]
	}
	if !slices.Contains(sent, by) {
		return ErrMethod
	}
	var text held
	if by != session.ByMail {
		if text, err = w.Texts.hold(ctx, at.Holder.ID, a.Phone); err != nil {
			return err
		}
	}
	done, err := w.Recoveries.Do(ctx, at.Session.String(), recovery.SendCode{
		By: by, Code: w.Codes.Issue(secret.ResetCode, act), Expires: act.At.Add(limits.CodeLife),
	}, act)
	return settle(ctx, text, done, err)
}

// Prove is the second step: a code that was sent, an authenticator's, or a backup code.
func (w Recovery) Prove(ctx context.Context, at Token, by, typed string, act domain.Act) error {
	if err := take(ctx, w.Limits, limits.SessionCode, at.Session.String()); err != nil {
		return err
	}
	r, _, err := w.Now(ctx, at)
	switch {
	case err != nil:
		return err
	case r.Unanswered(): // before a code is spent in vain
		return recovery.ErrUnanswered
	}
	switch by {
	case session.ByMail, session.ByText, session.ByMailText:
		_, err = w.Recoveries.Do(ctx, at.Session.String(), recovery.EnterCode{Code: w.Codes.Presented(secret.ResetCode, typed)}, act)
	case account.MethodAuthenticator:
		err = w.proveApp(ctx, at, typed, act)
	case account.MethodBackup:
		err = w.proveBackup(ctx, at, typed, act)
	default:
		err = ErrMethod
	}
	return err
}

func (w Recovery) proveApp(ctx context.Context, at Token, typed string, act domain.Act) error {
	a, err := w.Accounts.Load(ctx, at.Holder.ID)
	if err != nil {
		return err
	}
	ok, err := w.Vault.UseStep(ctx, a.State.Authenticator, typed, act.At)
	if err != nil {
		return err
	}
	_, err = w.Recoveries.Do(ctx, at.Session.String(), recovery.Answer{By: account.MethodAuthenticator, Matches: ok}, act)
	return err
}

// proveBackup spends the code in the account first: there two who use one code at once meet, and one wins.
func (w Recovery) proveBackup(ctx context.Context, at Token, typed string, act domain.Act) error {
	_, err := w.Accounts.Do(ctx, at.Holder.ID, account.UseBackupCode{
		Code: w.Codes.Presented(secret.BackupCode, typed), Session: at.Session,
	}, act.Step("backup code for "+at.Session.String()))
	if err != nil && !errors.Is(err, account.ErrWrongCode) {
		return err
	}
	_, err = w.Recoveries.Do(ctx, at.Session.String(), recovery.Answer{By: account.MethodBackup, Matches: err == nil}, act.Step("recovery"))
	return err
}

// SetPassword keeps the new password in the vault, ends the recovery with it, and makes it the account's; what a crash
// leaves out after that a reactor does. Sessions elsewhere end, unless the holder wants them to go on. Nobody is signed in.
func (w Recovery) SetPassword(ctx context.Context, at Token, password string, stay bool, act domain.Act) error {
	a, err := w.Accounts.Load(ctx, at.Holder.ID)
	if err != nil {
		return err
	}
	if err := checkPassword(ctx, w.Passwords, w.Opener, password, a.State.Address); err != nil {
		return err
	}
	credential := act.NewID("password")
	if err := w.Vault.Put(ctx, credential, []byte(password)); err != nil {
		return err
	}
	done, err := w.Recoveries.Do(ctx, at.Session.String(), recovery.Complete{Credential: credential, Stay: stay}, act)
	if err != nil {
		return err
	}
	if err := w.finish(ctx, at, account.ReplacePassword{Credential: credential, Was: done.State.Was}, act); err != nil {
		return err
	}
	if stay {
		return w.Tokens.EndSession(ctx, at.Session)
	}
	return w.Tokens.EndHolder(ctx, at.Holder, uuid.Nil)
}

// finish makes the password the account's, and forgets the wrong ones that were tried.
func (w Recovery) finish(ctx context.Context, at Token, c account.ReplacePassword, act domain.Act) error {
	done, err := w.Accounts.Do(ctx, at.Holder.ID, c, act)
	if err != nil {
		return err
	}
	return w.Limits.Clear(ctx, limits.Password, done.State.Claim)
}
