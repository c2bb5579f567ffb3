package claim

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// Release frees the address, if this holder has it.
type Release struct{ Holder uuid.UUID }

func (c Release) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case !mayRelease(act.By, c.Holder):
		return nil, ErrUnknown
	case s.Holder == uuid.Nil, s.Holder != c.Holder:
		return nil, nil
	}
	return []Event{Released(c)}, nil
}

func mayRelease(by domain.Actor, holder uuid.UUID) bool {
	switch by.Kind {
	case domain.Operator, domain.Reacting, domain.Scheduler:
		return true
	case domain.Applicant, domain.Staff:
		return by.ID == holder.String()
	}
	return false
}

// Released says that the address is free again.
type Released struct {
	Holder uuid.UUID `json:"holder" log:"public,who held the address until now"`
}

// EventType is the stored name.
func (Released) EventType() string { return "claim.released" }

func (e Released) evolve(s State) State {
	s.Holder = uuid.Nil
	return s
}
