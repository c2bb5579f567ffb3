package account

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// Erase ends the account and asks for its holder's key to be destroyed.
type Erase struct{}

func (Erase) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case !s.Exists, s.Erased, act.By.Kind != domain.Operator && s.own(act) != nil:
		return nil, ErrUnknown
	}
	return []Event{Erased{Subjects: []uuid.UUID{personal.Holder(s.ID)}}}, nil
}

// Erased is the last event of an account.
type Erased struct {
	Subjects []uuid.UUID `json:"subjects" log:"public,whose keys are destroyed"`
}

// EventType is the stored name.
func (Erased) EventType() string { return "account.erased" }

// Erases says of whom nothing may be readable any longer.
func (e Erased) Erases() []uuid.UUID { return e.Subjects }

// evolve keeps what is still to be released and forgotten elsewhere.
func (Erased) evolve(s State) State {
	return State{
		ID: s.ID, Exists: true, Erased: true,
		Claim: s.Claim, Credential: s.Credential, Offered: s.Offered, Authenticator: s.Authenticator,
		Questions: s.Questions,
	}
}
