package workflow

import (
	"context"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/session"
)

// EndOther ends another session of the same holder, as SignOut ends the own one. Of a session that is somebody else's, or is
// this one, it says what it says of one that there is not.
func (w SignIn) EndOther(ctx context.Context, at Token, other uuid.UUID, act domain.Act) error {
	of, err := w.Sessions.Load(ctx, other.String())
	if err != nil {
		return err
	}
	if of.State.Holder != at.Holder || other == at.Session {
		return session.ErrUnknown
	}
	if err := w.Tokens.EndSession(ctx, other); err != nil {
		return err
	}
	return w.ended(ctx, other, act)
}

// EndAllOthers ends every session of the holder but this one: the tokens first, so that all are over whatever happens next.
func (w SignIn) EndAllOthers(ctx context.Context, at Token, act domain.Act) error {
	all, err := w.Tokens.List(ctx, at.Holder)
	if err != nil {
		return err
	}
	if err := w.Tokens.EndHolder(ctx, at.Holder, at.Session); err != nil {
		return err
	}
	for _, t := range all {
		if t.Session == at.Session || !t.Recorded() {
			continue
		}
		if err := w.ended(ctx, t.Session, act.Step("end "+t.Session.String())); err != nil {
			return err
		}
	}
	return nil
}

// ended records that a session was ended; the sweeper records what a crash left out.
func (w SignIn) ended(ctx context.Context, of uuid.UUID, act domain.Act) error {
	_, err := w.Sessions.Do(ctx, of.String(), session.End{Why: session.WhySignedOut}, act)
	return err
}
