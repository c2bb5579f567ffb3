// Package delivery is one message to one person: asked for by a reactor, sent by a sender, never silently lost.
//
//	state       RecordSent   RecordFailure   RecordDoubt   RecordBounce   RecordDelivered   GiveUp
//	-           all: ErrUnknown; Request makes it due
//	due         sent         due, or         in doubt      bounced        delivered         given up
//	                         given up
//	sent        -            ErrDone         ErrDone       bounced        delivered         ErrDone
//	in doubt    ErrDone      ErrDone         -             bounced        delivered         ErrDone
//	bounced     -            ErrDone         ErrDone       - (*)          delivered         ErrDone
//	delivered   -            -               -             ErrDone        -                 ErrDone
//	given up    ErrDone      ErrDone         ErrDone       bounced        delivered         -
//
//	(*) bounced again for a reason that sorts before
//
// What a carrier tells comes late, twice, and in any order, and one message may have been sent more than once. So its news has
// an order of its own: arrived is more than came back, and that is more than whatever the sender knows. Whichever way the
// same news comes in, the message ends the same; once there is any, the sender's own is nothing new.
//
// What may be sent twice (codes, security notices) is never in doubt: it stays due and is sent again, the same message.
// Nobody but the system and its operators may do any of this.
package delivery

import (
	"time"

	"github.com/casetrail/casetrail/domain"
)

// State is a message as it is now. The zero State is none.
type State struct {
	Requested bool
	Channel   string
	Template  string
	Resend    bool
	NotAfter  time.Time
	Attempts  int
	Done      string // how it ended; "" while it is due
	Code      string // why it bounced
}

// The channels.
const (
	ChannelMail   = "mail"
	ChannelLetter = "letter"
	ChannelText   = "text" // a message to a phone
)

// The ends.
const (
	DoneSent      = "sent"
	DoneDelivered = "delivered"
	DoneBounced   = "bounced"
	DoneInDoubt   = "in_doubt"
	DoneGivenUp   = "given_up"
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

// Decider is the whole behavior of a delivery.
var Decider = domain.Decider[State, Command, Event]{
	Category: "delivery",
	Decide:   decide,
	Evolve:   func(s State, e Event) State { return e.evolve(s) },
	Catalog: domain.Catalog{
		domain.Stored[Requested](), domain.Stored[Sent](), domain.Stored[Failed](), domain.Stored[Bounced](),
		domain.Stored[InDoubt](), domain.Stored[GivenUp](), domain.Stored[Delivered](),
	},
	Errors: []*domain.Error{ErrUnknown, ErrInvalid, ErrDone},
}

// The errors of a delivery.
var (
	ErrUnknown = &domain.Error{Kind: domain.NotFound, Code: "delivery.unknown", Message: "There is no such message."}
	ErrInvalid = &domain.Error{Kind: domain.Invalid, Code: "delivery.invalid", Message: "Something that is needed is missing, or is not one of the values that are known."}
	ErrDone    = &domain.Error{Kind: domain.Conflict, Code: "delivery.done", Message: "This message has ended in another way already."}
)

func decide(s State, c Command, act domain.Act) ([]Event, error) {
	switch act.By.Kind {
	case domain.Reacting, domain.Scheduler, domain.Operator:
	default:
		return nil, ErrUnknown
	}
	if _, first := c.(Request); !first && !s.Requested {
		return nil, ErrUnknown
	}
	return c.decide(s, act)
}

// end is what a command does that ends a message in its one way: once, nothing at the second time.
func (s State) end(in string, e Event) ([]Event, error) {
	switch s.Done {
	case "":
		return []Event{e}, nil
	case in:
		return nil, nil
	}
	return nil, ErrDone
}
