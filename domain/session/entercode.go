package session

import (
	"strconv"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// The errors of the second step.
var (
	ErrNoCode       = &domain.Error{Kind: domain.Refused, Code: "session.no_code", Message: "There is no code to enter. Ask for one first."}
	ErrCodeExpired  = &domain.Error{Kind: domain.Refused, Code: "session.code_expired", Message: "This code is too old. Ask for a new one."}
	ErrWrongCode    = &domain.Error{Kind: domain.Refused, Code: "session.wrong_code", Message: "This code is not right."}
	ErrTooManyCodes = &domain.Error{Kind: domain.Denied, Code: "session.too_many_codes", Message: "There were too many wrong codes. Sign in again."}
)

var answers = limits.Of(limits.SessionCode)

// EnterCode answers with the code that was sent, however it was.
type EnterCode struct{ Code secret.Presented }

func (c EnterCode) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	switch {
	case s.Wrong >= answers.Max:
		return nil, ErrTooManyCodes
	case s.Code.IsZero():
		return nil, ErrNoCode
	case !act.At.Before(s.Expires):
		return nil, ErrCodeExpired
	}
	return s.answer(s.Sent, c.Code != nil && c.Code.Is(s.Code)), nil
}

// Answer is the second step in another way. Matches is what the workflow found out.
type Answer struct {
	By      string // ByAuthenticator or ByBackup
	Matches bool
}

func (c Answer) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil {
		return nil, err
	}
	switch {
	case c.By != ByAuthenticator && c.By != ByBackup:
		return nil, ErrInvalid
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
	case s.Verified:
		return nil
	}
	return []Event{Verified{By: by}}
}

// Verified says that the second step is done.
type Verified struct {
	By string `json:"by" log:"public,how it was proved"`
}

// EventType is the stored name.
func (Verified) EventType() string { return "session.code_verified" }

func (e Verified) evolve(s State) State {
	s.Verified, s.By = true, e.By
	return s
}

// CodeRefused counts a wrong answer.
type CodeRefused struct {
	By   string `json:"by" log:"public,which way of proof was tried"`
	Left int    `json:"left" log:"public,how many tries are left"`
}

// EventType is the stored name.
func (CodeRefused) EventType() string { return "session.code_refused" }

// Refused is what the holder is told.
func (e CodeRefused) Refused() *domain.Error { return ErrWrongCode.With("left", strconv.Itoa(e.Left)) }

func (CodeRefused) evolve(s State) State {
	s.Wrong++
	return s
}
