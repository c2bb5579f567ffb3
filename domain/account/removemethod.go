package account

import (
	"slices"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// ErrLastMethod answers who would take away their last second step.
var ErrLastMethod = &domain.Error{Kind: domain.Refused, Code: "account.last_method", Message: "This is your only second step to sign in. Add another one first, then remove this one."}

// RemoveMethod takes away a way to prove that it is you. It is nothing for one that was not proved, or is removed already.
type RemoveMethod struct{ Method string }

func (c RemoveMethod) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.agreed(act); err != nil {
		return nil, err
	}
	switch {
	case !slices.Contains([]string{MethodMail, MethodText, MethodAuthenticator}, c.Method):
		return nil, ErrInvalid
	case !s.Has(c.Method):
		return nil, nil
	case len(s.Methods) == 1:
		return nil, ErrLastMethod
	}
	removed := MethodRemoved{Method: c.Method}
	if c.Method == MethodAuthenticator {
		removed.Was = s.Authenticator
	}
	return []Event{removed}, nil
}

// MethodRemoved says which way of proof works no longer.
type MethodRemoved struct {
	Method string    `json:"method" log:"public,the way of proof that the holder may use no longer"`
	Was    uuid.UUID `json:"was,omitzero" log:"public,names the row of the vault that may be forgotten"`
}

// EventType is the stored name.
func (MethodRemoved) EventType() string { return "account.method_removed" }

func (e MethodRemoved) evolve(s State) State {
	s.Methods = slices.DeleteFunc(slices.Clone(s.Methods), func(m string) bool { return m == e.Method })
	switch e.Method {
	case MethodAuthenticator:
		s.Authenticator = uuid.Nil
	case MethodText:
		s.Phone, s.TextAlerts = personal.Text{}, false
	}
	return s
}
