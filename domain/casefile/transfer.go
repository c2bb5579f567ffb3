package casefile

import (
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/civil"
)

// ErrSameOffice means that the office has the case already.
var ErrSameOffice = &domain.Error{Kind: domain.Refused, Code: "casefile.same_office", Message: "This office has the case already."}

// Transfer gives the case to another office. The receipt number stays.
type Transfer struct {
	Office   string
	Occurred civil.Date
}

func (c Transfer) decide(s State, act domain.Act) ([]Event, error) {
	if !agency(act) || !s.Received {
		return nil, ErrUnknown
	}
	if _, known := FindOffice(c.Office); !known {
		return nil, ErrOffice
	}
	if err := s.occurred(c.Occurred, act); err != nil {
		return nil, err
	}
	if c.Office == s.Office {
		return nil, ErrSameOffice
	}
	return []Event{Transferred{Number: s.next(), Code: CodeTransferred, From: s.Office, To: c.Office, Occurred: c.Occurred}}, nil
}

// holder is the office that has the case after all transfers that still count.
func (s State) holder() string {
	office := s.FirstOffice
	for _, a := range s.Actions {
		if a.To != "" && a.Corrected == "" {
			office = a.To
		}
	}
	return office
}

// Transferred says that another office has the case.
type Transferred struct {
	Number   int        `json:"number" log:"public,counts the actions of the case"`
	Code     string     `json:"code" log:"public,one of a list"`
	From     string     `json:"from" log:"public,one of a list"`
	To       string     `json:"to" log:"public,one of a list"`
	Occurred civil.Date `json:"occurred" log:"public,a day"`
}

// EventType is the stored name.
func (Transferred) EventType() string { return "casefile.transferred" }

func (e Transferred) evolve(s State) State {
	s = s.add(Action{Number: e.Number, Code: e.Code, Occurred: e.Occurred, To: e.To})
	s.Office = s.holder()
	return s
}
