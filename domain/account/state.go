package account

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// State is an account as it is now. The zero State is no account.
type State struct {
	ID       uuid.UUID
	Exists   bool
	Claim    string        // the id of the claim on the address
	Address  personal.Text // sealed; for those who write to the holder
	Language string
	Role     string
	Number   string

	Confirmed, Active, Lapsed, Erased bool

	Link        secret.Ref
	LinkExpires time.Time
	LinksSent   int    // after the first
	Terms       string // the version that was accepted
	Credential  uuid.UUID
	LockedUntil time.Time

	Code       Code
	Wrong      int       // wrong codes in a row, whatever the method
	WrongUntil time.Time // after which they count no longer

	Methods       []string // those that were proved
	Offered       uuid.UUID
	Authenticator uuid.UUID
	Phone         personal.Text // sealed; where text messages go
	OfferedPhone  personal.Text // sealed; not proved yet
	TextAlerts    bool          // Phone is told when a notice goes by e-mail
	Backup        Backup
	Devices       []uuid.UUID // the oldest first
	Questions     []Asked     // when the password is forgotten; none: they were not chosen
}

// Code is the code that was sent last.
type Code struct {
	Method  string
	Ref     secret.Ref
	Expires time.Time
}

// The ways to prove that it is you.
const (
	MethodMail          = "mail"
	MethodText          = "text" // a message to a mobile phone
	MethodAuthenticator = "authenticator"
	MethodBackup        = "backup"
)

// The steps of signing up, as NextStep says them.
const (
	StepConfirm     = "confirm"
	StepTerms       = "terms"
	StepPassword    = "password"
	StepMethod      = "method"
	StepBackupCodes = "backup_codes"
	StepRole        = "role"
	StepActivate    = "activate"
)

// NextStep is what is missing for signing up, or "" when nothing is.
func (s State) NextStep() string {
	switch {
	case s.Active, s.Erased:
		return ""
	case !s.Confirmed:
		return StepConfirm
	case s.Terms == "":
		return StepTerms
	case s.Credential == uuid.Nil:
		return StepPassword
	case len(s.Methods) == 0:
		return StepMethod
	case s.Backup.Sheet.IsZero():
		return StepBackupCodes
	case s.Role == "":
		return StepRole
	}
	return StepActivate
}

// Locked says whether nobody may sign in at that moment.
func (s State) Locked(at time.Time) bool { return at.Before(s.LockedUntil) }

// Has says whether the holder has proved a method.
func (s State) Has(method string) bool { return slices.Contains(s.Methods, method) }

// exists: those that lapsed or were erased are gone, for everybody.
func (s State) exists() bool { return s.Exists && !s.Lapsed && !s.Erased }

// own is the error for whoever is not the holder of an account.
func (s State) own(act domain.Act) error {
	if !s.exists() || act.By.Kind != domain.Applicant || act.By.ID != s.ID.String() {
		return ErrUnknown
	}
	return nil
}

// agreed is the error for whoever is not the holder of a confirmed account, or has not accepted the terms yet.
func (s State) agreed(act domain.Act) error {
	if err := s.own(act); err != nil {
		return err
	}
	switch next := s.NextStep(); next {
	case StepConfirm, StepTerms:
		return ErrUnfinished.With("next", next)
	}
	return nil
}

func (s State) prove(method string) State {
	if !s.Has(method) {
		s.Methods = append(slices.Clip(s.Methods), method)
	}
	s.Wrong, s.WrongUntil = 0, time.Time{}
	return s
}
