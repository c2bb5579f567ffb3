package session

import (
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
)

// SendCode asks for another code; the one before works no longer, and the wrong answers still count.
// It is nothing once the session is verified.
type SendCode struct {
	By      string // ByMail, ByText or ByMailText: perhaps another way than so far
	Code    secret.Ref
	Expires time.Time
}

func (c SendCode) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	switch {
	case !Sends(c.By), c.Code.IsZero(), !act.At.Before(c.Expires):
		return nil, ErrInvalid
	case s.Verified:
		return nil, nil
	case s.Wrong >= answers.Max:
		return nil, ErrTooManyCodes
	}
	issued := CodeIssued{Code: c.Code, Expires: c.Expires}
	if c.By == s.Method {
		return []Event{issued}, nil
	}
	return []Event{MethodChanged{Method: c.By}, issued}, nil
}

// MethodChanged says that the second step goes on in another way.
type MethodChanged struct {
	Method string `json:"method" log:"public,which second step follows"`
}

// EventType is the stored name.
func (MethodChanged) EventType() string { return "session.method_changed" }

func (e MethodChanged) evolve(s State) State {
	s.Method = e.Method
	return s
}

// CodeIssued says which code works from now on, and until when.
type CodeIssued struct {
	Code    secret.Ref `json:"code" log:"public,names the code and tells nothing about it"`
	Expires time.Time  `json:"expires" log:"public,the code works until then"`
}

// EventType is the stored name.
func (CodeIssued) EventType() string { return "session.code_issued" }

// evolve: before there were other ways than mail, a code did not say that it went another way than the session began.
func (e CodeIssued) evolve(s State) State {
	s.Code, s.Expires, s.Sent = e.Code, e.Expires, ByMail
	if Sends(s.Method) {
		s.Sent = s.Method
	}
	return s
}
