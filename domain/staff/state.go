package staff

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// RoleOfficer is the one role.
const RoleOfficer = "officer"

// State is a member of staff as they are now. The zero State is nobody.
type State struct {
	ID       uuid.UUID
	Invited  bool
	Enrolled bool
	Disabled bool
	Claim    string        // the id of the claim on the address
	Name     personal.Text // sealed
	Address  personal.Text // sealed
	Role     string

	Link        secret.Ref
	LinkExpires time.Time
	LinkUsed    bool

	Credential    uuid.UUID
	Offered       uuid.UUID
	Authenticator uuid.UUID
	Wrong         int // wrong codes for the offered authenticator
	LockedUntil   time.Time
}

// The steps of enrolment, as NextStep says them.
const (
	StepPassword      = "password"
	StepAuthenticator = "authenticator"
)

// NextStep is what is missing for enrolment, or "" when nothing is.
func (s State) NextStep() string {
	switch {
	case !s.Invited, s.Enrolled, s.Disabled:
		return ""
	case s.Credential == uuid.Nil:
		return StepPassword
	}
	return StepAuthenticator
}

// Locked says whether this person may not sign in at that moment.
func (s State) Locked(at time.Time) bool { return at.Before(s.LockedUntil) }

// own is the error for whoever is not this member of staff.
func (s State) own(act domain.Act) error {
	if !s.Invited || s.Disabled || act.By.Kind != domain.Staff || act.By.ID != s.ID.String() {
		return ErrUnknown
	}
	return nil
}

// enrolling is the error for whoever is not this member of staff on the way through enrolment. A link that was used up opens
// nothing any longer, nor do the tokens that it once gave.
func (s State) enrolling(act domain.Act) error {
	if err := s.own(act); err != nil {
		return err
	}
	if s.LinkUsed {
		return ErrLinkUsed
	}
	return nil
}
