// Package client is a program that speaks to the API: registered by staff or by a legal representative, known by up to two
// credentials at a time, so that one can take the place of the other without a failed request.
//
//	state       what may happen
//	-           Register, with the first credential
//	registered  IssueCredential while it has fewer than two, RevokeCredential, Suspend, Close
//	suspended   RevokeCredential, Resume, Close; none of its credentials works
//	closed      nothing; Close again is nothing
//
// Staff may do everything to every client; a representative to their own, but not suspend or resume. Whoever else asks is
// told that there is no such client.
//
// A credential is a client id, which anyone may see, and a secret, which is derived from a reference and stands nowhere.
// When a client was used last is no event: it changes with every request and decides nothing. It is a row of app.client_use.
package client

import (
	"github.com/casetrail/casetrail/domain"
)

// Command is one of the commands of this package.
type Command interface {
	decide(State, domain.Act) ([]Event, error)
}

// Event is one of the events of this package.
type Event interface {
	domain.Event
	evolve(State) State
}

// Decider is the whole behavior of an API client.
var Decider = domain.Decider[State, Command, Event]{
	Category: "client",
	Decide:   func(s State, c Command, act domain.Act) ([]Event, error) { return c.decide(s, act) },
	Evolve:   func(s State, e Event) State { return e.evolve(s) },
	Catalog: domain.Catalog{
		domain.Stored[Registered](), domain.Stored[CredentialIssued](), domain.Stored[CredentialRevoked](),
		domain.Stored[Suspended](), domain.Stored[Resumed](), domain.Stored[Closed](),
	},
	Errors: []*domain.Error{
		ErrUnknown, ErrInvalid, ErrExists, ErrSuspended, ErrClosed, ErrTwoCredentials, ErrCredentialsSpent, ErrNoCredential,
	},
}

// Errors that more than one behavior gives.
var (
	ErrUnknown   = &domain.Error{Kind: domain.NotFound, Code: "client.unknown", Message: "There is no such API client."}
	ErrInvalid   = &domain.Error{Kind: domain.Invalid, Code: "client.invalid", Message: "Something that is needed is missing, or is not one of the values that are known."}
	ErrSuspended = &domain.Error{Kind: domain.Refused, Code: "client.suspended", Message: "This API client is suspended. Ask the agency why."}
	ErrClosed    = &domain.Error{Kind: domain.Refused, Code: "client.closed", Message: "This API client was closed."}
)
