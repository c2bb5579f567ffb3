package recovery

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// ErrUnproved answers who would choose a password before the steps that come first.
var ErrUnproved = &domain.Error{Kind: domain.Refused, Code: "recovery.unproved", Message: "Prove first that it is you. Then you can choose a new password."}

// Complete chooses the new password. The vault knows what it looks like, since before this command.
type Complete struct {
	Credential uuid.UUID
	Stay       bool // sessions elsewhere go on
}

func (c Complete) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	switch {
	case c.Credential == uuid.Nil:
		return nil, ErrInvalid
	case s.Unanswered():
		return nil, ErrUnanswered
	case !s.Proved:
		return nil, ErrUnproved
	}
	return []Event{Completed{Account: s.Account, Credential: c.Credential, Was: s.Was, Stay: c.Stay}}, nil
}

// Completed says which password the account is to have, in the place of which. The account follows: at once, or after a
// crash by a reactor.
type Completed struct {
	Account    uuid.UUID `json:"account" log:"public,the account whose password is forgotten"`
	Credential uuid.UUID `json:"credential" log:"public,names the row of the vault that becomes valid"`
	Was        uuid.UUID `json:"was" log:"public,names the row of the vault that it replaces"`
	Stay       bool      `json:"stay,omitzero" log:"public,whether sessions elsewhere go on"`
}

// EventType is the stored name.
func (Completed) EventType() string { return "recovery.completed" }

func (Completed) evolve(s State) State {
	s.Done = true
	return s
}
