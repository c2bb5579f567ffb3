package account

import "github.com/casetrail/casetrail/domain"

// Activate ends signing up, when every step is done.
type Activate struct{ Number string }

func (c Activate) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	switch next := s.NextStep(); {
	case s.Active:
		return nil, nil
	case next != StepActivate:
		return nil, ErrUnfinished.With("next", next)
	case c.Number == "":
		return nil, ErrInvalid
	}
	return []Event{Activated(c)}, nil
}

// Activated says that the holder may sign in.
type Activated struct {
	Number string `json:"number" log:"public,the online account number; it opens nothing"`
}

// EventType is the stored name.
func (Activated) EventType() string { return "account.activated" }

func (e Activated) evolve(s State) State {
	s.Active, s.Number = true, e.Number
	return s
}
