// Package staff is a member of the agency's staff: invited by an operator, enrolled by password and authenticator app.
//
//	state       what may happen                                                    NextStep
//	-           Invite                                                             -
//	invited     Reinvite, SetPassword, OfferAuthenticator, ProveAuthenticator      password, authenticator
//	enrolled    the same; after Reinvite the link works again (a lost phone)       -
//	disabled    nothing; Disable again is nothing                                  -
//
// Whoever is not allowed to do something is told that there is no such member of staff.
package staff

import "github.com/casetrail/casetrail/domain"

// Command is one of the commands of this package.
type Command interface {
	decide(State, domain.Act) ([]Event, error)
}

// Event is one of the events of this package.
type Event interface {
	domain.Event
	evolve(State) State
}

// Decider is the whole behavior of a member of staff.
var Decider = domain.Decider[State, Command, Event]{
	Category: "staff",
	Decide:   func(s State, c Command, act domain.Act) ([]Event, error) { return c.decide(s, act) },
	Evolve:   func(s State, e Event) State { return e.evolve(s) },
	Catalog: domain.Catalog{
		domain.Stored[Invited](), domain.Stored[LinkIssued](), domain.Stored[PasswordSet](),
		domain.Stored[AuthenticatorOffered](), domain.Stored[Enrolled](), domain.Stored[CodeRefused](),
		domain.Stored[Locked](), domain.Stored[Disabled](),
	},
	Errors: []*domain.Error{
		ErrUnknown, ErrInvalid, ErrExists, ErrDisabled, ErrLinkWrong, ErrLinkUsed, ErrLinkExpired,
		ErrUnfinished, ErrNotOffered, ErrWrongCode, ErrTooManyCodes,
	},
}

// Errors that more than one behavior gives.
var (
	ErrUnknown  = &domain.Error{Kind: domain.NotFound, Code: "staff.unknown", Message: "There is no such member of staff."}
	ErrInvalid  = &domain.Error{Kind: domain.Invalid, Code: "staff.invalid", Message: "Something that is needed is missing, or is not one of the values that are known."}
	ErrDisabled = &domain.Error{Kind: domain.Refused, Code: "staff.disabled", Message: "This member of staff was disabled."}
)
