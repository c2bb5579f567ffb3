package staff

import "github.com/casetrail/casetrail/domain"

// Disable ends what a member of staff may do, for good.
type Disable struct{}

func (Disable) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case !s.Invited, act.By.Kind != domain.Operator:
		return nil, ErrUnknown
	case s.Disabled:
		return nil, nil
	}
	return []Event{Disabled{}}, nil
}

// Disabled is the last event of a member of staff.
type Disabled struct{}

// EventType is the stored name.
func (Disabled) EventType() string { return "staff.disabled" }

func (Disabled) evolve(s State) State {
	s.Disabled = true
	return s
}
