package react

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/feed"
	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/links"
)

// Set is what the reactors work with.
type Set struct {
	Log        eventstore.Log
	Codec      feed.Decoder
	Accounts   workflow.Accounts
	Sessions   workflow.Sessions
	Claims     workflow.Claims
	Staff      workflow.Staff
	Access     workflow.Access
	Recoveries workflow.Recoveries
	Deliveries outbox.Deliveries
	Codes      workflow.Codes
	Opener     workflow.Opener
	Texts      workflow.Texts // whether an alert may go by text message; off: only the e-mail goes
	Parties    Parties
	Links      Links
	Views      Views
	Vault      Forgetter
	Tokens     Ender
	Forms      Dropper
	Keys       Destroyer
}

// Parties finds where to write to the party of a case. CaseParties is the one implementation.
type Parties interface {
	// Address is the party of record; To is zero when there is no such case, or its key is gone.
	Address(ctx context.Context, receipt string) (Party, error)
}

// Links is the part of the read model that an erasure needs.
type Links interface {
	OfAccount(ctx context.Context, account uuid.UUID) ([]links.Link, error)
}

// Views says how far a read model has come, and which streams it passes over.
type Views interface {
	Wait(ctx context.Context, at domain.Position, names ...string) (projections.Freshness, error)
	Parked(ctx context.Context, names ...string) ([]projections.Parked, error)
}

// Forgetter is the part of the vault that deletes.
type Forgetter interface {
	Forget(ctx context.Context, ids ...uuid.UUID) error
}

// Ender is the part of the token store that signs people out.
type Ender interface {
	List(ctx context.Context, holder domain.Actor) ([]workflow.Token, error)
	EndSession(ctx context.Context, session uuid.UUID) error
	EndHolder(ctx context.Context, holder domain.Actor, but uuid.UUID) error
}

// Dropper is the part of the kept forms that forgets a person.
type Dropper interface {
	DropHolder(ctx context.Context, holder domain.Actor) error
}

// Destroyer destroys keys. Again is fine; under a legal hold it refuses.
type Destroyer interface {
	Destroy(ctx context.Context, subject personal.Subject, certificate uuid.UUID) error
}

// Reactors is every reactor. They read the log from its start: they are as old as the first event. Old messages are not
// sent any longer; what keeps the product in order has no age.
func (s Set) Reactors() []feed.Reactor {
	all := []feed.Reactor{
		s.confirmation(), s.claims(), s.codes(), s.notices(), s.accessCodes(), s.letters(), s.links(), s.vault(), s.signOut(), s.erasure(), s.devices(),
		s.destruction(), s.recovery(), s.numbers(), s.disputes(),
	}
	for i := range all {
		all[i].FromStart = true
	}
	return all
}

// types names events by their zero values.
func types(events ...domain.Event) (names []string) {
	for _, e := range events {
		names = append(names, e.EventType())
	}
	return names
}

// subject is the id of the aggregate that an event happened to.
func subject(f domain.Fact) string {
	_, id := eventstore.Split(f.Stream)
	return id
}

// when is the moment of the act that an event records.
func when(f domain.Fact) (time.Time, error) {
	was, err := f.Act()
	return was.At, err
}
