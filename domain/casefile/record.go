package casefile

import (
	"maps"
	"slices"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/civil"
)

// daysEarly is how long before the receipt date an action may have occurred: mail lies at the lockbox before it is
// receipted, and a fee may be tried before that.
const daysEarly = 30

// What can be wrong with an action that is recorded.
var (
	ErrCode          = &domain.Error{Kind: domain.Invalid, Code: "casefile.code_unknown", Message: "Choose one of the listed action codes."}
	ErrCodeReserved  = &domain.Error{Kind: domain.Invalid, Code: "casefile.code_reserved", Message: "This code is set by receiving, correcting or transferring, not by recording."}
	ErrOccurred      = &domain.Error{Kind: domain.Invalid, Code: "casefile.occurred_in_future", Message: "The day on which it occurred is missing or in the future."}
	ErrOccurredEarly = &domain.Error{Kind: domain.Invalid, Code: "casefile.occurred_too_early", Message: "The day on which it occurred is too long before the receipt date."}
)

// Record adds an action to the record.
type Record struct {
	Code     string
	Occurred civil.Date
	Params   map[string]string
}

func (c Record) decide(s State, act domain.Act) ([]Event, error) {
	if !agency(act) || !s.Received {
		return nil, ErrUnknown
	}
	code, known := FindCode(c.Code)
	switch {
	case !known:
		return nil, ErrCode
	case code.Reserved:
		return nil, ErrCodeReserved
	}
	if err := s.occurred(c.Occurred, act); err != nil {
		return nil, err
	}
	if err := code.check(c.Params); err != nil {
		return nil, err
	}
	e := Recorded{Number: s.next(), Code: code.Code, Occurred: c.Occurred, Office: s.Office}
	if len(c.Params) > 0 {
		e.Params = maps.Clone(c.Params) // none is nil, as it comes out of the log
	}
	return []Event{e}, nil
}

// next is the number of the next action.
func (s State) next() int { return len(s.Actions) + 1 }

func (s State) occurred(d civil.Date, act domain.Act) error {
	switch {
	case d.IsZero() || ahead(d, act):
		return ErrOccurred
	case d.Before(s.ReceiptDate.AddDays(-daysEarly)):
		return ErrOccurredEarly
	}
	return nil
}

// Recorded says that something happened in the case.
type Recorded struct {
	Number   int               `json:"number" log:"public,counts the actions of the case"`
	Code     string            `json:"code" log:"public,one of a list"`
	Occurred civil.Date        `json:"occurred" log:"public,a day"`
	Params   map[string]string `json:"params,omitempty" log:"public,dates, times and entries of lists: never free text"`
	Office   string            `json:"office" log:"public,one of a list: who had the case then"`
}

// EventType is the stored name.
func (Recorded) EventType() string { return "casefile.action_recorded" }

func (e Recorded) evolve(s State) State {
	return s.add(Action{Number: e.Number, Code: e.Code, Occurred: e.Occurred})
}

func (s State) add(a Action) State {
	s.Actions = append(slices.Clone(s.Actions), a)
	return s
}
