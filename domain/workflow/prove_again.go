package workflow

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
)

// Fresh says whether the holder has proved who they are lately enough to change what protects the account; if not, the error
// is what asks for it.
func (t Token) Fresh(now time.Time) error {
	if now.Before(t.Proved.Add(limits.ProvedFor)) {
		return nil
	}
	return ErrProveAgain
}

// Reproof is what somebody who is signed in types to prove that it is still them.
type Reproof struct {
	Network  string
	Password string
	Code     string // of the authenticator app; only asked for when one is set up
}

// Reprove takes the password again, and the code of the authenticator app when one is set up. The tries count with those at
// the door: a stolen cookie is no better place to guess. It answers a new token of the same session, which lasts no longer.
func (w SignIn) Reprove(ctx context.Context, token string, at Token, in Reproof, act domain.Act) (Entry, error) {
	p, err := w.principal(ctx, at)
	if err != nil {
		return Entry{}, err
	}
	if !p.Active {
		return Entry{}, domain.ErrSignedOut
	}
	e := Entry{Stage: StageFull, Session: at.Session, Holder: at.Holder}
	if err := w.passwordAgain(ctx, p, in, act); err != nil {
		return Entry{}, err
	}
	if p.Authenticator != uuid.Nil {
		e.Method = account.MethodAuthenticator
		if err := w.codeAgain(ctx, at, in.Code, act); err != nil {
			return Entry{}, err
		}
	}
	if err := w.Limits.Clear(ctx, limits.Password, p.Claim); err != nil {
		return Entry{}, err
	}
	e.Token, err = w.Tokens.Swap(ctx, token, Token{Holder: at.Holder, Session: at.Session, Stage: StageFull})
	return e, err
}

func (w SignIn) passwordAgain(ctx context.Context, p Principal, in Reproof, act domain.Act) error {
	if err := w.count(ctx, in.Network, p.Claim); err != nil {
		return err
	}
	ok, err := w.verify(ctx, p, p.Claim, in.Password)
	switch {
	case err != nil:
		return err
	case !ok:
		return ErrPassword
	case p.LockedUntil.After(act.At):
		return ErrWait.After(p.LockedUntil.Sub(act.At))
	}
	return nil
}

// codeAgain counts wrong codes with those of the sign-in: after five the session proves nothing any more.
func (w SignIn) codeAgain(ctx context.Context, at Token, typed string, act domain.Act) error {
	if err := take(ctx, w.Limits, limits.SessionCode, at.Session.String()); err != nil {
		return err
	}
	return w.proveApp(ctx, at, typed, act)
}
