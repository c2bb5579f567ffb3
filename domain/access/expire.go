package access

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// ExpireCode is the scheduler's: the life of the code is over. Too early, or too late because a newer code is alive,
// nothing happens.
type ExpireCode struct{}

func (ExpireCode) decide(s State, act domain.Act) ([]Event, error) {
	if act.By.Kind != domain.Scheduler {
		return nil, ErrNoMatch
	}
	last, ok := s.Last()
	if !ok || last.Fate != "" || last.Alive(act.At) {
		return nil, nil
	}
	return []Event{CodeExpired{Code: last.Ref.ID}}, nil
}

// CodeExpired says that nobody used the code in time.
type CodeExpired struct {
	Code uuid.UUID `json:"code" log:"public,the id of the reference"`
}

// EventType is the stored name.
func (CodeExpired) EventType() string { return "access.code_expired" }

func (CodeExpired) evolve(s State) State { return s.fate(Expired) }
