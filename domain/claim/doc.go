// Package claim keeps who holds an e-mail address. Its stream is named by a keyed digest of the address and the realm,
// so that nobody can read an address from it, and its first revision has exactly one winner.
//
//	state   Take              Release
//	free    taken             -
//	held    by the same: -    by its holder: free
//	        by others: ErrTaken   by others: -
package claim

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// State is who holds the address now; nobody is uuid.Nil.
type State struct{ Holder uuid.UUID }

// Command is Take or Release.
type Command interface {
	decide(State, domain.Act) ([]Event, error)
}

// Event is Taken or Released.
type Event interface {
	domain.Event
	evolve(State) State
}

// Decider is the whole behavior of a claim.
var Decider = domain.Decider[State, Command, Event]{
	Category: "claim",
	Decide:   func(s State, c Command, act domain.Act) ([]Event, error) { return c.decide(s, act) },
	Evolve:   func(s State, e Event) State { return e.evolve(s) },
	Catalog:  domain.Catalog{domain.Stored[Taken](), domain.Stored[Released]()},
	Errors:   []*domain.Error{ErrUnknown, ErrTaken},
}

// ErrUnknown answers whoever may not touch the claim.
var ErrUnknown = &domain.Error{Kind: domain.NotFound, Code: "claim.unknown", Message: "There is no such claim."}
