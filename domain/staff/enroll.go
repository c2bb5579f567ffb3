package staff

import (
	"strconv"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
)

// The errors of enrolment.
var (
	ErrUnfinished   = &domain.Error{Kind: domain.Refused, Code: "staff.unfinished", Message: "Another step of the enrolment comes first."}
	ErrNotOffered   = &domain.Error{Kind: domain.Refused, Code: "staff.not_offered", Message: "Set up the authenticator app again: this key is not the last one that was shown."}
	ErrWrongCode    = &domain.Error{Kind: domain.Refused, Code: "staff.wrong_code", Message: "This code is not right."}
	ErrTooManyCodes = &domain.Error{Kind: domain.Limited, Code: "staff.too_many_codes", Message: "There were too many wrong codes. Set up the authenticator app again."}
)

var wrongCodes = limits.Of(limits.SignUpCode)

// OfferAuthenticator shows a seed, which the vault keeps. It is not valid before it is proved.
type OfferAuthenticator struct{ Credential uuid.UUID }

func (c OfferAuthenticator) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.enrolling(act); err != nil {
		return nil, err
	}
	switch c.Credential {
	case uuid.Nil:
		return nil, ErrInvalid
	case s.Offered, s.Authenticator:
		return nil, nil
	}
	return []Event{AuthenticatorOffered(c)}, nil
}

// AuthenticatorOffered says which seed may be proved. The wrong codes of the one before do not count: it is another secret.
type AuthenticatorOffered struct {
	Credential uuid.UUID `json:"credential" log:"public,names the row of the vault that may become valid"`
}

// EventType is the stored name.
func (AuthenticatorOffered) EventType() string { return "staff.authenticator_offered" }

func (e AuthenticatorOffered) evolve(s State) State {
	s.Offered, s.Wrong = e.Credential, 0
	return s
}

// ProveAuthenticator enters a code of the offered authenticator, which ends the enrolment. Matches is what the vault said.
type ProveAuthenticator struct {
	Credential uuid.UUID
	Matches    bool
}

func (c ProveAuthenticator) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.enrolling(act); err != nil {
		return nil, err
	}
	switch {
	case s.Credential == uuid.Nil:
		return nil, ErrUnfinished.With("next", StepPassword)
	case s.Wrong >= wrongCodes.Max:
		return nil, ErrTooManyCodes
	case c.Credential == uuid.Nil, c.Credential != s.Offered:
		return nil, ErrNotOffered
	case !c.Matches:
		return []Event{CodeRefused{Left: wrongCodes.Max - s.Wrong - 1}}, nil
	}
	return []Event{Enrolled{Authenticator: c.Credential, Was: s.Authenticator}}, nil
}

// Enrolled says that this person may sign in. The link does not work again.
type Enrolled struct {
	Authenticator uuid.UUID `json:"authenticator" log:"public,names the row of the vault that is valid"`
	Was           uuid.UUID `json:"was,omitzero" log:"public,names the row of the vault that may be forgotten"`
}

// EventType is the stored name.
func (Enrolled) EventType() string { return "staff.enrolled" }

func (e Enrolled) evolve(s State) State {
	s.Enrolled, s.LinkUsed = true, true
	s.Offered, s.Authenticator, s.Wrong = uuid.Nil, e.Authenticator, 0
	return s
}

// CodeRefused counts a wrong code.
type CodeRefused struct {
	Left int `json:"left" log:"public,how many tries are left"`
}

// EventType is the stored name.
func (CodeRefused) EventType() string { return "staff.code_refused" }

// Refused is what the person is told.
func (e CodeRefused) Refused() *domain.Error { return ErrWrongCode.With("left", strconv.Itoa(e.Left)) }

func (CodeRefused) evolve(s State) State {
	s.Wrong++
	return s
}
