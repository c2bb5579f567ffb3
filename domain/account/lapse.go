package account

import (
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// Lapse ends a registration that nobody confirmed while its last link worked.
type Lapse struct{}

func (Lapse) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case act.By.Kind != domain.Scheduler, !s.Exists, s.Erased:
		return nil, ErrUnknown
	case s.Confirmed, s.Lapsed, act.At.Before(s.LinkExpires):
		return nil, nil
	}
	return []Event{Lapsed{}}, nil
}

// Lapsed says that the registration is over. Nobody writes to the address any longer: the key that sealed it is destroyed.
type Lapsed struct{}

// EventType is the stored name.
func (Lapsed) EventType() string { return "account.lapsed" }

func (Lapsed) evolve(s State) State {
	s.Lapsed, s.Address = true, personal.Text{}
	return s
}
