package account

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// SetPassword makes a password the valid one. The vault knows what it looks like, since before this command.
type SetPassword struct{ Credential uuid.UUID }

func (c SetPassword) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.agreed(act); err != nil {
		return nil, err
	}
	switch c.Credential {
	case uuid.Nil:
		return nil, ErrInvalid
	case s.Credential:
		return nil, nil
	}
	return []Event{PasswordSet{Credential: c.Credential, Was: s.Credential}}, nil
}

// PasswordSet says which credential is valid from now on.
type PasswordSet struct {
	Credential uuid.UUID `json:"credential" log:"public,names the row of the vault that is valid"`
	Was        uuid.UUID `json:"was,omitzero" log:"public,names the row of the vault that may be forgotten"`
}

// EventType is the stored name.
func (PasswordSet) EventType() string { return "account.password_set" }

// evolve also unlocks: what was guessed at opens nothing any longer.
func (e PasswordSet) evolve(s State) State {
	s.Credential, s.LockedUntil = e.Credential, time.Time{}
	return s
}
