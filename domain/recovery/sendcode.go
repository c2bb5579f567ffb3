package recovery

import (
	"cmp"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
)

// SendCode asks for six digits; those before work no longer, and the wrong answers still count. It is nothing once the second
// step is done.
type SendCode struct {
	By      string // a way of package session that sends a code: perhaps another than so far
	Code    secret.Ref
	Expires time.Time
}

func (c SendCode) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	switch {
	case !session.Sends(c.By), c.Code.IsZero(), !act.At.Before(c.Expires):
		return nil, ErrInvalid
	case s.Unanswered():
		return nil, ErrUnanswered
	case s.Proved:
		return nil, nil
	case s.Wrong >= answers.Max:
		return nil, ErrTooManyCodes
	}
	issued := CodeIssued{Code: c.Code, Expires: c.Expires}
	if c.By == s.way() {
		return []Event{issued}, nil
	}
	return []Event{MethodChanged{Method: c.By}, issued}, nil
}

// way is how codes are sent: by mail, unless that was changed.
func (s State) way() string { return cmp.Or(s.Sent, session.ByMail) }

// MethodChanged says that codes are sent in another way from now on.
type MethodChanged struct {
	Method string `json:"method" log:"public,how codes are sent"`
}

// EventType is the stored name.
func (MethodChanged) EventType() string { return "recovery.method_changed" }

func (e MethodChanged) evolve(s State) State {
	s.Sent = e.Method
	return s
}

// CodeIssued says which code works from now on, and until when.
type CodeIssued struct {
	Code    secret.Ref `json:"code" log:"public,names the code and tells nothing about it"`
	Expires time.Time  `json:"expires" log:"public,the code works until then"`
}

// EventType is the stored name.
func (CodeIssued) EventType() string { return "recovery.code_issued" }

func (e CodeIssued) evolve(s State) State {
	s.Code, s.CodeExpires, s.Sent = e.Code, e.Expires, s.way()
	return s
}
