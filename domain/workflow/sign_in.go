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
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
)

// SignIn is the door for one kind of principal: the password, then a code, every time. No step reads a projection.
type SignIn struct {
	Principals Principals
	Claims     Claims
	Sessions   Sessions
	Vault      Vault
	Codes      Codes
	Limits     Limits
	Tokens     Tokens
	Digests    Digests
	Texts      Texts
}

// Attempt is what somebody typed at the door.
type Attempt struct {
	Network  string
	Address  string
	Password string
	Method   string    // how to prove the second step; "" lets the door choose
	Device   uuid.UUID // of a cookie that outlives sessions; zero: none
}

// Entry is what the door answers: a token, and what it is good for.
type Entry struct {
	Token   string
	Stage   string // StageCode; StageSignUp when the account is not finished; StageFull
	Method  string // how the second step is proved
	Session uuid.UUID
	Holder  domain.Actor
}

// Password is the first step. Every cause of a no has one answer, and an unknown address does the same work.
func (w SignIn) Password(ctx context.Context, in Attempt, act domain.Act) (Entry, error) {
	claimID := w.Digests.Address(w.Principals.Realm, in.Address)
	if err := w.count(ctx, in.Network, claimID); err != nil {
		return Entry{}, err
	}
	p, err := w.find(ctx, claimID)
	if err != nil {
		return Entry{}, err
	}
	ok, err := w.verify(ctx, p, claimID, in.Password)
	switch {
	case err != nil:
		return Entry{}, err
	case !ok || p.Claim != claimID || !p.Active && !p.Unfinished:
		return Entry{}, ErrSignIn
	case p.LockedUntil.After(act.At):
		return Entry{}, ErrWait.After(p.LockedUntil.Sub(act.At))
	case p.Unfinished:
		return w.goOn(ctx, p, act)
	}
	return w.open(ctx, p, in, act)
}

func (w SignIn) count(ctx context.Context, network, claimID string) error {
	if err := take(ctx, w.Limits, limits.SignInNetwork, w.Digests.Limit(network)); err != nil {
		return err
	}
	return take(ctx, w.Limits, limits.PasswordBurst, w.Digests.Limit(claimID+" "+network))
}

// verify compares the password of one try. The counter enforces the lock, also for addresses that nobody has; account.locked
// follows it.
func (w SignIn) verify(ctx context.Context, p Principal, claimID, password string) (bool, error) {
	if err := take(ctx, w.Limits, limits.Password, claimID); err != nil {
		return false, err
	}
	return w.Vault.Verify(ctx, p.Credential, []byte(password))
}

func (w SignIn) find(ctx context.Context, claimID string) (Principal, error) {
	c, err := w.Claims.Load(ctx, claimID)
	if err != nil {
		return Principal{}, err
	}
	return w.Principals.Load(ctx, c.State.Holder) // nobody's id has no events
}

// goOn lets somebody who stopped after choosing a password finish signing up.
func (w SignIn) goOn(ctx context.Context, p Principal, act domain.Act) (Entry, error) {
	e := Entry{Stage: StageSignUp, Session: act.Step(p.ID.String()).NewID("session"), Holder: domain.Actor{Kind: w.Principals.Kind, ID: p.ID.String()}}
	var err error
	if e.Token, err = w.Tokens.Start(ctx, Token{Holder: e.Holder, Session: e.Session, Stage: e.Stage}); err != nil {
		return Entry{}, err
	}
	return e, w.Limits.Clear(ctx, limits.Password, p.Claim)
}

func (w SignIn) open(ctx context.Context, p Principal, in Attempt, act domain.Act) (Entry, error) {
	e := Entry{Stage: StageCode, Session: act.NewID("session"), Holder: domain.Actor{Kind: w.Principals.Kind, ID: p.ID.String()}}
	way, err := choose(p, in.Method)
	if err != nil {
		return Entry{}, err
	}
	way, sent, text, err := w.reachable(ctx, p, way)
	if err != nil {
		return Entry{}, err
	}
	open := session.Open{Holder: e.Holder, Method: way, Device: in.Device, Expires: act.At.Add(limits.CodeLife)}
	if sent {
		open.Code = w.Codes.Issue(secret.SignInCode, act)
	}
	done, err := w.Sessions.Do(ctx, e.Session.String(), open, act)
	switch err = settle(ctx, text, done, err); {
	case err != nil:
		return Entry{}, err
	case done.State.Verified || done.State.Ended:
		return Entry{}, domain.ErrKeyReused // the sign-in under this key was finished: this is another
	}
	e.Method = done.State.Method
	e.Token, err = w.Tokens.Start(ctx, Token{Holder: e.Holder, Session: e.Session, Stage: e.Stage})
	return e, err
}

// choose is the way that is wanted, or the first that we suggest.
func choose(p Principal, wanted string) (string, error) {
	for _, way := range p.Ways() {
		if wanted == way || wanted == "" {
			return way, nil
		}
	}
	return "", ErrMethod
}

// reachable is the way in which a code goes out now, whether one does, and the text message that is counted for it. Where no text message may go, e-mail takes its
// place; without e-mail the sign-in begins all the same, for whoever has a backup code.
func (w SignIn) reachable(ctx context.Context, p Principal, way string) (reached string, sent bool, text held, err error) {
	if way != session.ByText && way != session.ByMailText {
		return way, way == session.ByMail, held{}, nil
	}
	text, err = w.Texts.hold(ctx, p.ID.String(), p.Phone)
	switch {
	case err == nil:
		return way, true, text, nil
	case !errors.Is(err, ErrTextLimit) && !errors.Is(err, ErrTextsOff):
		return "", false, held{}, err
	case p.Mail:
		return session.ByMail, true, held{}, nil
	}
	return session.ByText, false, held{}, nil
}

// Resend sends a new code for a session that waits for one, in a way that the holder has proved; "" is the way of the last
// code, or e-mail. The old code dies, the count of wrong ones stays.
func (w SignIn) Resend(ctx context.Context, at Token, by string, act domain.Act) error {
	if err := take(ctx, w.Limits, limits.CodeResend, at.Session.String()); err != nil {
		return err
	}
	s, err := w.Sessions.Load(ctx, at.Session.String())
	if err != nil {
		return err
	}
	p, err := w.principal(ctx, at)
	if err != nil {
		return err
	}
	by = cmp.Or(by, s.State.Sent, session.ByMail)
	if by == session.ByAuthenticator || !slices.Contains(p.Ways(), by) {
		return ErrMethod
	}
	var text held
	if by != session.ByMail {
		if text, err = w.Texts.hold(ctx, p.ID.String(), p.Phone); err != nil {
			return err
		}
	}
	done, err := w.Sessions.Do(ctx, at.Session.String(), session.SendCode{
		By: by, Code: w.Codes.Issue(secret.SignInCode, act), Expires: act.At.Add(limits.CodeLife),
	}, act)
	return settle(ctx, text, done, err)
}

// Code is the second step: a code that was sent, an authenticator's, or a backup code. It answers a new token. Who was shut out
// since the password was right does not come in: the principal is looked at after the proof, and whoever is shut out after
// that loses all tokens. The counter is cleared before the token is swapped, so that nobody who came in is locked by it.
func (w SignIn) Code(ctx context.Context, token string, at Token, by, typed string, act domain.Act) (Entry, error) {
	if err := take(ctx, w.Limits, limits.SessionCode, at.Session.String()); err != nil {
		return Entry{}, err
	}
	if err := w.prove(ctx, at, by, typed, act); err != nil {
		return Entry{}, err
	}
	p, err := w.principal(ctx, at)
	if err != nil {
		return Entry{}, err
	}
	if !p.Active {
		return Entry{}, domain.ErrSignedOut
	}
	if err := w.Limits.Clear(ctx, limits.Password, p.Claim); err != nil {
		return Entry{}, err
	}
	e := Entry{Stage: StageFull, Method: by, Session: at.Session, Holder: at.Holder}
	e.Token, err = w.Tokens.Swap(ctx, token, Token{Holder: at.Holder, Session: at.Session, Stage: StageFull})
	return e, err
}

// principal is who holds a token.
func (w SignIn) principal(ctx context.Context, at Token) (Principal, error) {
	id, err := uuid.Parse(at.Holder.ID)
	if err != nil {
		return Principal{}, err
	}
	return w.Principals.Load(ctx, id)
}

func (w SignIn) prove(ctx context.Context, at Token, by, typed string, act domain.Act) error {
	var err error
	switch by {
	case session.ByMail, session.ByText, session.ByMailText:
		_, err = w.Sessions.Do(ctx, at.Session.String(), session.EnterCode{Code: w.Codes.Presented(secret.SignInCode, typed)}, act)
	case account.MethodAuthenticator:
		err = w.proveApp(ctx, at, typed, act)
	case account.MethodBackup:
		err = w.proveBackup(ctx, at, typed, act)
	default:
		err = ErrMethod
	}
	return err
}

func (w SignIn) proveApp(ctx context.Context, at Token, typed string, act domain.Act) error {
	p, err := w.principal(ctx, at)
	if err != nil {
		return err
	}
	ok, err := w.Vault.UseStep(ctx, p.Authenticator, typed, act.At)
	if err != nil {
		return err
	}
	_, err = w.Sessions.Do(ctx, at.Session.String(), session.Answer{By: account.MethodAuthenticator, Matches: ok}, act)
	return err
}

// proveBackup spends the code in the account first: there two who use one code at once meet, and one wins. The session is
// part of the act: the same request in another sign-in is another use.
func (w SignIn) proveBackup(ctx context.Context, at Token, typed string, act domain.Act) error {
	if w.Principals.Backup == nil {
		return ErrMethod
	}
	err := w.Principals.Backup(ctx, at, typed, act.Step("backup code for "+at.Session.String()))
	if err != nil && !errors.Is(err, account.ErrWrongCode) {
		return err
	}
	_, err = w.Sessions.Do(ctx, at.Session.String(), session.Answer{By: account.MethodBackup, Matches: err == nil}, act.Step("session"))
	return err
}

// SignOut ends a session: the token first, so that it is over whatever happens next; the sweeper writes what a crash left out.
func (w SignIn) SignOut(ctx context.Context, at Token, act domain.Act) error {
	if err := w.Tokens.EndSession(ctx, at.Session); err != nil {
		return err
	}
	if !at.Recorded() {
		return nil
	}
	return w.ended(ctx, at.Session, act)
}
