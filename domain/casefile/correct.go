package casefile

import (
	"slices"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/civil"
)

// The ways to correct an action.
const (
	HowCancel = "cancel" // it was announced, and will not be
	HowVoid   = "void"   // it never was
)

// Reasons are why an action may be corrected.
var Reasons = []string{"wrong_case", "wrong_code", "wrong_date", "wrong_parameter", "duplicate", "did_not_happen"}

// What can be wrong with a correction.
var (
	ErrAction           = &domain.Error{Kind: domain.NotFound, Code: "casefile.action_unknown", Message: "The case has no action with this number."}
	ErrAlreadyCorrected = &domain.Error{Kind: domain.Conflict, Code: "casefile.already_corrected", Message: "This action was already corrected."}
	ErrNotCorrectable   = &domain.Error{Kind: domain.Refused, Code: "casefile.not_correctable", Message: "A correction cannot be corrected. Record the action again."}
	ErrHow              = &domain.Error{Kind: domain.Invalid, Code: "casefile.how_unknown", Message: "An action is corrected by canceling or by voiding it."}
	ErrWhy              = &domain.Error{Kind: domain.Invalid, Code: "casefile.why_unknown", Message: "Choose one of the listed reasons for the correction."}
)

// Correct takes an earlier action back. The record keeps both.
type Correct struct {
	Action int
	How    string
	Why    string
}

func (c Correct) decide(s State, act domain.Act) ([]Event, error) {
	if !agency(act) || !s.Received {
		return nil, ErrUnknown
	}
	code, known := map[string]string{HowCancel: CodeCanceled, HowVoid: CodeVoided}[c.How]
	switch {
	case !known:
		return nil, ErrHow
	case !slices.Contains(Reasons, c.Why):
		return nil, ErrWhy
	case c.Action < 1 || c.Action > len(s.Actions):
		return nil, ErrAction
	}
	switch was := s.Actions[c.Action-1]; {
	case was.Code == CodeCanceled || was.Code == CodeVoided:
		return nil, ErrNotCorrectable
	case was.Corrected != "":
		return nil, ErrAlreadyCorrected
	}
	return []Event{Corrected{
		Number: s.next(), Action: c.Action, How: c.How, Code: code, Why: c.Why, Occurred: civil.Of(act.At),
	}}, nil
}

// Corrected says that an earlier action no longer counts.
type Corrected struct {
	Number   int        `json:"number" log:"public,counts the actions of the case"`
	Action   int        `json:"action" log:"public,the number of the action that no longer counts"`
	How      string     `json:"how" log:"public,one of a list"`
	Code     string     `json:"code" log:"public,one of a list"`
	Why      string     `json:"why" log:"public,one of a list"`
	Occurred civil.Date `json:"occurred" log:"public,a day"`
}

// EventType is the stored name.
func (Corrected) EventType() string { return "casefile.action_corrected" }

func (e Corrected) evolve(s State) State {
	s = s.add(Action{Number: e.Number, Code: e.Code, Occurred: e.Occurred})
	for i := range s.Actions {
		if s.Actions[i].Number == e.Action {
			s.Actions[i].Corrected = outcome(e.How)
		}
	}
	s.Office = s.holder() // a transfer that no longer counts gives the case back
	return s
}

func outcome(how string) string {
	if how == HowVoid {
		return Voided
	}
	return Canceled
}
