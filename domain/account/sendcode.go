package account

import (
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
)

// SendCode asks for a six-digit code that proves a method; the code before works no longer, and the wrong tries still count.
// It is nothing for a method that was proved already.
type SendCode struct {
	Method  string // MethodMail
	Code    secret.Ref
	Expires time.Time
}

func (c SendCode) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.agreed(act); err != nil {
		return nil, err
	}
	switch {
	case c.Method != MethodMail, c.Code.IsZero(), !act.At.Before(c.Expires):
		return nil, ErrInvalid
	case s.Has(c.Method):
		return nil, nil
	}
	if err := s.triesLeft(act.At); err != nil {
		return nil, err
	}
	return []Event{CodeIssued(c)}, nil
}

// CodeIssued says which code works from now on, and until when.
type CodeIssued struct {
	Method  string     `json:"method" log:"public,how the code reaches the holder"`
	Code    secret.Ref `json:"code" log:"public,names the code and tells nothing about it"`
	Expires time.Time  `json:"expires" log:"public,the code works until then"`
}

// EventType is the stored name.
func (CodeIssued) EventType() string { return "account.code_issued" }

func (e CodeIssued) evolve(s State) State {
	s.Code = Code{Method: e.Method, Ref: e.Code, Expires: e.Expires}
	return s
}
