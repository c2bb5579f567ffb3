package staff

import (
	"time"

	"github.com/casetrail/casetrail/domain"
)

// WhyPassword is the reason of a lock: too many wrong passwords.
const WhyPassword = "password"

// Lock records that attempts are used up. It unlocks by itself.
type Lock struct {
	Until time.Time
	Why   string
}

func (c Lock) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case !s.Invited, s.Disabled, act.By.Kind == domain.Applicant, act.By.Kind == domain.Staff:
		return nil, ErrUnknown
	case c.Why != WhyPassword:
		return nil, ErrInvalid
	case !act.At.Before(c.Until), !s.LockedUntil.Before(c.Until):
		return nil, nil
	}
	return []Event{Locked(c)}, nil
}

// Locked says until when this person may not sign in.
type Locked struct {
	Until time.Time `json:"until" log:"public,when it unlocks by itself"`
	Why   string    `json:"why" log:"public,what was tried too often"`
}

// EventType is the stored name.
func (Locked) EventType() string { return "staff.locked" }

func (e Locked) evolve(s State) State {
	s.LockedUntil = e.Until
	return s
}
