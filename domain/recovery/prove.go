package recovery

import (
	"strconv"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// The errors of the second step.
var (
	ErrNoCode       = &domain.Error{Kind: domain.Refused, Code: "recovery.no_code", Message: "There is no code to enter. Ask for one first."}
	ErrCodeExpired  = &domain.Error{Kind: domain.Refused, Code: "recovery.code_expired", Message: "This code is too old. Ask for a new one."}
	ErrWrongCode    = &domain.Error{Kind: domain.Refused, Code: "recovery.wrong_code", Message: "This code is not right."}
	ErrTooManyCodes = &domain.Error{Kind: domain.Refused, Code: "recovery.too_many_codes", Message: "There were too many wrong codes. Ask for a new link."}
)

var answers = limits.Of(limits.SessionCode)

// EnterCode answers with the code that was sent, however it was.
type EnterCode struct{ Code secret.Presented }

func (c EnterCode) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	switch {
	case s.Unanswered():
		return nil, ErrUnanswered
	case s.Wrong >= answers.Max:
		return nil, ErrTooManyCodes
	case s.Code.IsZero():
		return nil, ErrNoCode
	case !act.At.Before(s.CodeExpires):
		return nil, ErrCodeExpired
	}
	return s.answer(s.Sent, c.Code != nil && c.Code.Is(s.Code)), nil
}

// Answer is the second step in another way. Matches is what the workflow found out.
type Answer struct {
	By      string // account.MethodAuthenticator or account.MethodBackup
	Matches bool
}

func (c Answer) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	switch {
	case c.By != account.MethodAuthenticator && c.By != account.MethodBackup:
		return nil, ErrInvalid
	case s.Unanswered():
		return nil, ErrUnanswered
	case s.Wrong >= answers.Max:
		return nil, ErrTooManyCodes
	}
	return s.answer(c.By, c.Matches), nil
}

// answer: a wrong answer is refused also when an earlier one was right, so that "nothing new" always means "right".
func (s State) answer(by string, right bool) []Event {
	switch {
	case !right:
		return []Event{CodeRefused{By: by, Left: answers.Max - s.Wrong - 1}}
	case s.Proved:
		return nil
	}
	return []Event{Proved{By: by}}
}

// Over says that too many answers were wrong: nothing can be proved here any more.
func (s State) Over() bool { return s.Wrong >= answers.Max }

// Proved says that the second step is done: a new password may be chosen.
type Proved struct {
	By string `json:"by" log:"public,how it was proved"`
}

// EventType is the stored name.
func (Proved) EventType() string { return "recovery.proved" }

func (Proved) evolve(s State) State {
	s.Proved = true
	return s
}

// CodeRefused counts a wrong answer.
type CodeRefused struct {
	By   string `json:"by" log:"public,which way of proof was tried"`
	Left int    `json:"left" log:"public,how many tries are left"`
}

// EventType is the stored name.
func (CodeRefused) EventType() string { return "recovery.code_refused" }

// Refused is what the holder is told.
func (e CodeRefused) Refused() *domain.Error { return ErrWrongCode.With("left", strconv.Itoa(e.Left)) }

func (CodeRefused) evolve(s State) State {
	s.Wrong++
	return s
}
