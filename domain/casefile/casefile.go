package casefile

import (
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/personal"
)

// How a filing came in.
const (
	ChannelPaper  = "paper"
	ChannelOnline = "online"
)

// How an action was corrected.
const (
	Canceled = "canceled"
	Voided   = "voided"
)

// State is what decisions read.
type State struct {
	Received     bool
	Receipt      Receipt
	Channel      string
	Form         string
	ReceiptDate  civil.Date
	FirstOffice  string // that received it
	Office       string // that has the case now
	Language     string
	Protected    bool // 8 U.S.C. 1367: never linked, never confirmed
	Role         string
	FamilyName   personal.Text // sealed; workflows compare it
	BirthDate    personal.Date // the same
	PartySubject personal.Subject
	Actions      []Action // Actions[i] has the number i+1
}

// Action is one entry of the record. Corrections are actions, too.
type Action struct {
	Number    int
	Code      string
	Occurred  civil.Date
	To        string // where a transfer went
	Corrected string // "", Canceled or Voided
}

// Command is what can be asked of this aggregate.
type Command interface {
	decide(State, domain.Act) ([]Event, error)
}

// Event is what can happen to it.
type Event interface {
	domain.Event
	evolve(State) State
}

// Decider is the behavior of the aggregate.
var Decider = domain.Decider[State, Command, Event]{
	Category: "casefile",
	Decide:   Decide,
	Evolve:   Evolve,
	Catalog: domain.Catalog{
		domain.Stored[Received](),
		domain.Stored[Recorded](),
		domain.Stored[Corrected](),
		domain.Stored[Transferred](),
	},
	Errors: []*domain.Error{
		ErrUnknown, ErrAlreadyReceived, ErrReceipt, ErrChannel, ErrOnlineReceipt, ErrForm, ErrFormOnPaper, ErrReceiptDate,
		ErrOffice, ErrLanguage, ErrRole, ErrPartyIncomplete, ErrPartySubject,
		ErrCode, ErrCodeReserved, ErrOccurred, ErrOccurredEarly, ErrParamMissing, ErrParamUnknown, ErrParamMalformed,
		ErrAction, ErrAlreadyCorrected, ErrNotCorrectable, ErrHow, ErrWhy, ErrSameOffice,
	},
}

// Decide answers a command with what happens.
func Decide(s State, c Command, act domain.Act) ([]Event, error) { return c.decide(s, act) }

// Evolve is the state after an event.
func Evolve(s State, e Event) State { return e.evolve(s) }

// ErrUnknown means that there is no such case, or not for this actor.
var ErrUnknown = &domain.Error{Kind: domain.NotFound, Code: "casefile.unknown", Message: "There is no such case."}

// agency says that the actor keeps the record: officers, and operators at the command line.
func agency(act domain.Act) bool {
	return act.By.Kind == domain.Staff || act.By.Kind == domain.Operator
}

// ahead says that a day has begun nowhere yet. An act's time is UTC, and Guam's day begins ten hours earlier:
// the day after the act's may be today where the officer sits.
func ahead(d civil.Date, act domain.Act) bool { return d.After(civil.Of(act.At).AddDays(1)) }
