package account

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
)

// AskClosing has the holder of an account in use ask for its end. It comes when the window is over, so that who regrets it,
// or had a session taken, can stop it. Asked again it stays at the first.
type AskClosing struct{}

func (AskClosing) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	switch {
	case !s.Active:
		return nil, ErrUnfinished.With("next", s.NextStep())
	case s.Closing.Asked():
		return nil, nil
	}
	return []Event{ClosingAsked{Reference: act.ID, Due: act.At.Add(limits.ClosingWindow)}}, nil
}

// CancelClosing has the holder keep the account. It is nothing when its end was not asked for.
type CancelClosing struct{}

func (CancelClosing) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	if !s.Closing.Asked() {
		return nil, nil
	}
	return []Event{ClosingCanceled{}}, nil
}

// Closing is the end of an account that its holder asked for; the zero Closing: they have not.
type Closing struct {
	Reference uuid.UUID // what the holder can quote
	Due       time.Time
}

// Asked says whether the holder has asked.
func (c Closing) Asked() bool { return !c.Due.IsZero() }

// due says whether the end has come.
func (c Closing) due(at time.Time) bool { return c.Asked() && !at.Before(c.Due) }

// ClosingAsked says when the account ends unless that is canceled.
type ClosingAsked struct {
	Reference uuid.UUID `json:"reference" log:"public,what the holder can quote; it names the request"`
	Due       time.Time `json:"due" log:"public,when the account ends unless that is canceled"`
}

// EventType is the stored name.
func (ClosingAsked) EventType() string { return "account.closing_asked" }

func (e ClosingAsked) evolve(s State) State {
	s.Closing = Closing(e)
	return s
}

// ClosingCanceled says that the account goes on.
type ClosingCanceled struct{}

// EventType is the stored name.
func (ClosingCanceled) EventType() string { return "account.closing_canceled" }

func (ClosingCanceled) evolve(s State) State {
	s.Closing = Closing{}
	return s
}
