// Package recovery is one forgotten password: asked for by anybody, opened by who reads the mail, proved by the second step,
// ended by a new password. Where the account has reset questions, they are answered before the second step.
//
//	state      what may happen
//	-          Request
//	requested  Open, with the link of the mail, in time; a wrong link is ErrLinkUnknown
//	asked      AnswerQuestions, with all answers right; the rest is ErrUnanswered
//	opened     SendCode, EnterCode, Answer; after five wrong answers nothing. Opening it again is ErrLinkUsed
//	proved     Complete; the right answer again is nothing
//	completed  the rest is ErrOver
//
// Nobody knows at the request whose address it is, or whether it is anybody's: an account is named when the link is opened.
// From then on whoever is not its holder is told that there is no such thing.
package recovery

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// State is a forgotten password as it is now. The zero State is none.
type State struct {
	ID       uuid.UUID
	Claim    string        // the id of the claim on the address
	Address  personal.Text // as it was typed, sealed; for who is told that it has no account
	Language string        // of the page on which it was asked for

	Link        secret.Ref
	LinkExpires time.Time

	Account  uuid.UUID // zero until the link is opened
	Was      uuid.UUID // the credential that is to be replaced
	Until    time.Time // the steps after the link end then
	Asked    bool      // the reset questions come before the second step
	Answered bool      // all of them, right

	Code        secret.Ref // sent last
	Sent        string     // how it was
	CodeExpires time.Time
	Wrong       int  // wrong answers so far; a new code keeps them
	Proved      bool // a new password may be chosen
	Done        bool
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

// Decider is the whole behavior of a forgotten password.
var Decider = domain.Decider[State, Command, Event]{
	Category: "recovery",
	Decide:   func(s State, c Command, act domain.Act) ([]Event, error) { return c.decide(s, act) },
	Evolve:   func(s State, e Event) State { return e.evolve(s) },
	Catalog: domain.Catalog{
		domain.Stored[Requested](), domain.Stored[Opened](), domain.Stored[CodeIssued](), domain.Stored[CodeRefused](),
		domain.Stored[Proved](), domain.Stored[Completed](), domain.Stored[MethodChanged](),
		domain.Stored[QuestionsAsked](), domain.Stored[QuestionsAnswered](), domain.Stored[AnswersRefused](),
	},
	Errors: []*domain.Error{
		ErrUnknown, ErrInvalid, ErrExists, ErrLinkUnknown, ErrLinkExpired, ErrLinkUsed,
		ErrNoCode, ErrCodeExpired, ErrWrongCode, ErrTooManyCodes, ErrUnproved, ErrOver,
		ErrUnanswered, ErrWrongAnswers,
	},
}

// Errors that more than one behavior gives.
var (
	ErrUnknown = &domain.Error{Kind: domain.NotFound, Code: "recovery.unknown", Message: "There is no such request for a new password."}
	ErrInvalid = &domain.Error{Kind: domain.Invalid, Code: "recovery.invalid", Message: "Something that is needed is missing, or is not one of the values that are known."}
	ErrOver    = &domain.Error{Kind: domain.Refused, Code: "recovery.over", Message: "This request for a new password is over. Ask for a new link."}
)

// own is the error for whoever is not the holder of the account whose link was opened, or comes too late.
func (s State) own(act domain.Act) error {
	switch {
	case s.Account == uuid.Nil, act.By.Kind != domain.Applicant, act.By.ID != s.Account.String():
		return ErrUnknown
	case s.Done, !act.At.Before(s.Until):
		return ErrOver
	}
	return nil
}
