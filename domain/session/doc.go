// Package session is one sign-in: opened by the right password, verified by the second step, ended once.
//
//	state       what may happen
//	-           Open (by password), Begin (by who has just proved everything)
//	opened      SendCode, EnterCode, Answer, End; after five wrong answers only End
//	verified    the right answer again is nothing; a wrong one still is refused; End
//	ended       End again is nothing; the rest is ErrEnded
//
// Whoever is not the holder is told that there is no such session.
package session

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
)

// State is a sign-in as it is now. The zero State is none.
type State struct {
	Holder   domain.Actor // an applicant or a member of staff
	Method   string       // the way of the second step that was chosen last
	Code     secret.Ref   // the code that was sent last
	Sent     string       // how it was sent
	Expires  time.Time
	Wrong    int // wrong answers so far; a new code keeps them
	Verified bool
	By       string // how it was verified
	Ended    bool
	Device   uuid.UUID
}

// Command is one of the commands of this package.
type Command interface {
	decide(State, domain.Act) ([]Event, error)
}

// Event is one of the events of this package.
type Event interface {
	domain.Event
	evolve(State) State
}

// Decider is the whole behavior of a session.
var Decider = domain.Decider[State, Command, Event]{
	Category: "session",
	Decide:   func(s State, c Command, act domain.Act) ([]Event, error) { return c.decide(s, act) },
	Evolve:   func(s State, e Event) State { return e.evolve(s) },
	Catalog: domain.Catalog{
		domain.Stored[Opened](), domain.Stored[CodeIssued](), domain.Stored[Verified](), domain.Stored[CodeRefused](),
		domain.Stored[Ended](), domain.Stored[MethodChanged](),
	},
	Errors: []*domain.Error{ErrUnknown, ErrInvalid, ErrExists, ErrEnded, ErrNoCode, ErrCodeExpired, ErrWrongCode, ErrTooManyCodes},
}

// Errors that more than one behavior gives.
var (
	ErrUnknown = &domain.Error{Kind: domain.NotFound, Code: "session.unknown", Message: "There is no such session."}
	ErrInvalid = &domain.Error{Kind: domain.Invalid, Code: "session.invalid", Message: "Something that is needed is missing, or is not one of the values that are known."}
	ErrExists  = &domain.Error{Kind: domain.Conflict, Code: "session.exists", Message: "This session exists already."}
)

// The ways of the second step.
const (
	ByMail          = "mail"
	ByText          = "text"      // a message to a phone
	ByMailText      = "mail_text" // one code, both ways
	ByAuthenticator = "authenticator"
	ByBackup        = "backup"
	BySignUp        = "sign_up"   // every step of signing up was done a moment ago
	ByEnrolment     = "enrolment" // the same, for staff
)

// Sends says whether a way of the second step is a code that is sent.
func Sends(by string) bool { return by == ByMail || by == ByText || by == ByMailText }

// own is the error for whoever is not the holder, or comes too late.
func (s State) own(act domain.Act) error {
	switch {
	case s.Holder.ID == "", act.By.Kind != s.Holder.Kind, act.By.ID != s.Holder.ID:
		return ErrUnknown
	case s.Ended:
		return ErrEnded
	}
	return nil
}
