package claim

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// ErrTaken answers whoever comes second.
var ErrTaken = &domain.Error{Kind: domain.Conflict, Code: "claim.taken_by_other", Message: "This e-mail address is in use."}

// Take claims the address for an account or a member of staff.
type Take struct{ Holder uuid.UUID }

func (c Take) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case c.Holder == uuid.Nil, !mayTake(act.By, c.Holder):
		return nil, ErrUnknown
	case s.Holder == c.Holder:
		return nil, nil
	case s.Holder != uuid.Nil:
		return nil, ErrTaken
	}
	return []Event{Taken(c)}, nil
}

// mayTake: who follows a link is nobody yet; who is somebody takes only for themselves.
func mayTake(by domain.Actor, holder uuid.UUID) bool {
	switch by.Kind {
	case domain.Anonymous, domain.Operator, domain.Reacting:
		return true
	case domain.Applicant, domain.Staff:
		return by.ID == holder.String()
	}
	return false
}

// Taken says who holds the address from now on.
type Taken struct {
	Holder uuid.UUID `json:"holder" log:"public,the account or member of staff that signs in with the address"`
}

// EventType is the stored name.
func (Taken) EventType() string { return "claim.taken" }

func (e Taken) evolve(s State) State {
	s.Holder = e.Holder
	return s
}
