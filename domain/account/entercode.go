package account

import (
	"strconv"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// The errors of codes.
var (
	ErrNoCode       = &domain.Error{Kind: domain.Refused, Code: "account.no_code", Message: "There is no code to enter. Ask for one first."}
	ErrCodeExpired  = &domain.Error{Kind: domain.Refused, Code: "account.code_expired", Message: "This code is too old. Ask for a new one."}
	ErrWrongCode    = &domain.Error{Kind: domain.Refused, Code: "account.wrong_code", Message: "This code is not right."}
	ErrTooManyCodes = &domain.Error{Kind: domain.Limited, Code: "account.too_many_codes", Message: "There were too many wrong codes. Wait a while, then try again."}
)

var wrongCodes = limits.Of(limits.SignUpCode)

// EnterCode proves the method that the code was sent by.
type EnterCode struct{ Code secret.Presented }

func (c EnterCode) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.agreed(act); err != nil {
		return nil, err
	}
	if err := s.triesLeft(act.At); err != nil {
		return nil, err
	}
	switch {
	case s.Code.Ref.IsZero():
		return nil, ErrNoCode
	case !act.At.Before(s.Code.Expires):
		return nil, ErrCodeExpired
	case c.Code == nil, !c.Code.Is(s.Code.Ref):
		return []Event{s.refuse(s.Code.Method, act.At)}, nil
	}
	return []Event{CodeVerified{Method: s.Code.Method}}, nil
}

// CodeVerified says that the holder has proved a method. The code does not work again.
type CodeVerified struct {
	Method string `json:"method" log:"public,the way of proof that the holder may use"`
}

// EventType is the stored name.
func (CodeVerified) EventType() string { return "account.code_verified" }

func (e CodeVerified) evolve(s State) State {
	s.Code = Code{}
	if e.Method == MethodText {
		s.Phone, s.OfferedPhone = s.OfferedPhone, personal.Text{}
	}
	return s.prove(e.Method)
}

// wrong is how many wrong codes in a row count at that moment.
func (s State) wrong(at time.Time) int {
	if at.Before(s.WrongUntil) {
		return s.Wrong
	}
	return 0
}

func (s State) triesLeft(at time.Time) error {
	if s.wrong(at) >= wrongCodes.Max {
		return ErrTooManyCodes.After(s.WrongUntil.Sub(at))
	}
	return nil
}

func (s State) refuse(method string, at time.Time) CodeRefused {
	return CodeRefused{Method: method, Left: wrongCodes.Max - s.wrong(at) - 1, Until: at.Add(wrongCodes.Window)}
}

// CodeRefused counts a wrong code.
type CodeRefused struct {
	Method string    `json:"method" log:"public,which way of proof was tried"`
	Left   int       `json:"left" log:"public,how many tries are left"`
	Until  time.Time `json:"until" log:"public,when the wrong codes stop to count"`
}

// EventType is the stored name.
func (CodeRefused) EventType() string { return "account.code_refused" }

// Refused is what the holder is told.
func (e CodeRefused) Refused() *domain.Error { return ErrWrongCode.With("left", strconv.Itoa(e.Left)) }

func (e CodeRefused) evolve(s State) State {
	s.Wrong, s.WrongUntil = wrongCodes.Max-e.Left, e.Until
	return s
}
