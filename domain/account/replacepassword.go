package account

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// ErrPasswordReplaced answers who would replace a password that is not the valid one any longer.
var ErrPasswordReplaced = &domain.Error{Kind: domain.Conflict, Code: "account.password_replaced", Message: "Your password was changed meanwhile. Sign in with the newest one, or ask for a new link."}

// ReplacePassword makes a password the valid one, in the place of one that was forgotten. Named is which: whoever comes late,
// such as a reactor after a crash, takes away no password that was set since.
type ReplacePassword struct{ Credential, Was uuid.UUID }

func (c ReplacePassword) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil && (act.By.Kind != domain.Reacting || !s.exists()) {
		return nil, err
	}
	switch {
	case c.Credential == uuid.Nil, c.Was == uuid.Nil:
		return nil, ErrInvalid
	case s.Credential == c.Credential:
		return nil, nil
	case s.Credential != c.Was:
		return nil, ErrPasswordReplaced
	}
	return []Event{PasswordSet(c)}, nil
}
