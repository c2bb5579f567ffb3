package recovery

import (
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
)

// SendCode asks for six digits by mail; those before work no longer, and the wrong answers still count. It is nothing once
// the second step is done.
type SendCode struct {
	Code    secret.Ref
	Expires time.Time
}

func (c SendCode) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	switch {
	case c.Code.IsZero(), !act.At.Before(c.Expires):
		return nil, ErrInvalid
	case s.Proved:
		return nil, nil
	case s.Wrong >= answers.Max:
		return nil, ErrTooManyCodes
	}
	return []Event{CodeIssued(c)}, nil
}

// CodeIssued says which code works from now on, and until when.
type CodeIssued struct {
	Code    secret.Ref `json:"code" log:"public,names the code and tells nothing about it"`
	Expires time.Time  `json:"expires" log:"public,the code works until then"`
}

// EventType is the stored name.
func (CodeIssued) EventType() string { return "recovery.code_issued" }

func (e CodeIssued) evolve(s State) State {
	s.Code, s.CodeExpires = e.Code, e.Expires
	return s
}
