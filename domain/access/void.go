package access

import (
	"slices"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// Why a code is voided.
const (
	WhyBirthDates  = "birth_dates" // the right code, too often with a wrong birth date; Redeem alone says so
	WhyLost        = "lost"        // the person says that the letter is lost
	WhyUndelivered = "undelivered" // the letter came back
	WhyDisputed    = "disputed"    // somebody else may have it
)

// VoidCode ends the code that is alive; with none alive nothing happens.
type VoidCode struct{ Why string }

func (c VoidCode) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case !agency(act):
		return nil, ErrNoMatch
	case !slices.Contains([]string{WhyLost, WhyUndelivered, WhyDisputed}, c.Why):
		return nil, ErrReason
	}
	last, ok := s.Last()
	if !ok || last.Fate != "" {
		return nil, nil
	}
	return []Event{CodeVoided{Code: last.Ref.ID, Why: c.Why}}, nil
}

// CodeVoided says that the code opens nothing any more.
type CodeVoided struct {
	Code uuid.UUID `json:"code" log:"public,the id of the reference"`
	Why  string    `json:"why" log:"public,one of a list"`
}

// EventType is the stored name.
func (CodeVoided) EventType() string { return "access.code_voided" }

func (CodeVoided) evolve(s State) State { return s.fate(Voided) }
