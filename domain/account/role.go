package account

import "github.com/casetrail/casetrail/domain"

// The roles.
const (
	RoleApplicant      = "applicant"
	RoleRepresentative = "representative"
)

// ErrRoleSettled answers who wants another role after signing up.
var ErrRoleSettled = &domain.Error{Kind: domain.Refused, Code: "account.role_settled", Message: "The kind of account was settled at sign-up. It cannot be changed here."}

// ChooseRole says what the account is for. It may be chosen anew until the account is active.
type ChooseRole struct{ Role string }

func (c ChooseRole) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.agreed(act); err != nil {
		return nil, err
	}
	switch {
	case c.Role != RoleApplicant && c.Role != RoleRepresentative:
		return nil, ErrInvalid
	case c.Role == s.Role:
		return nil, nil
	case s.Active:
		return nil, ErrRoleSettled
	}
	return []Event{RoleChosen(c)}, nil
}

// RoleChosen says what the account is for.
type RoleChosen struct {
	Role string `json:"role" log:"public,what the account is for"`
}

// EventType is the stored name.
func (RoleChosen) EventType() string { return "account.role_chosen" }

func (e RoleChosen) evolve(s State) State {
	s.Role = e.Role
	return s
}
