package delivery

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// RecipientParty is the kind of a recipient who is named on a case; For is the receipt number.
// The other kinds are those of actors.
const RecipientParty = "party"

// ID is the id of the message with which an event is answered: answering twice is the same message.
func ID(event uuid.UUID, template string, to domain.Actor) uuid.UUID {
	return uuid.NewSHA1(event, []byte("delivery\x00"+template+"\x00"+to.Kind+"\x00"+to.ID+"\x00"+to.For))
}

// Request asks for a message. Asking again is nothing: its id is derived from what it answers.
// One that comes too late is asked for all the same, so that people can see how its sender gives up.
type Request struct {
	Delivery  uuid.UUID // the stream's id
	Channel   string
	Template  string
	Edition   string // of the template
	Language  string
	Recipient domain.Actor
	To        personal.Text     // an e-mail address, a phone number, or a name and address in lines; zero when there is none
	Params    map[string]string // what the template shows; never personal data, never a secret
	Code      secret.Ref        // the secret that the message reveals, if any
	Purpose   string            // of Code
	Resend    bool              // sent again when nobody knows whether it was sent
	NotAfter  time.Time         // when it is of no use any longer
}

var channels = []string{ChannelMail, ChannelLetter, ChannelText}

func (c Request) decide(s State, _ domain.Act) ([]Event, error) {
	switch {
	case s.Requested:
		return nil, nil
	case c.Delivery == uuid.Nil, !slices.Contains(channels, c.Channel), c.Template == "", c.Edition == "",
		c.Language == "", c.Recipient.ID == "", c.Code.IsZero() != (c.Purpose == ""), c.NotAfter.IsZero():
		return nil, ErrInvalid
	}
	return []Event{Requested(c)}, nil
}

// Requested is the first event of every message. It has what is needed to render it, never the rendered text.
type Requested struct {
	Delivery  uuid.UUID         `json:"delivery" log:"public,the id of the message"`
	Channel   string            `json:"channel" log:"public,the way it goes"`
	Template  string            `json:"template" log:"public,what it says"`
	Edition   string            `json:"edition" log:"public,the wording that was sent can be shown again"`
	Language  string            `json:"language" log:"public,the language that was sent can be shown again"`
	Recipient domain.Actor      `json:"recipient" log:"public,who gets it, by id"`
	To        personal.Text     `json:"to,omitzero" log:"sealed,the address that it goes to"`
	Params    map[string]string `json:"params,omitempty" log:"public,facts of the text: counts, dates, case numbers; never a name or a secret"`
	Code      secret.Ref        `json:"code,omitzero" log:"public,names the secret that is shown and tells nothing about it"`
	Purpose   string            `json:"purpose,omitzero" log:"public,what the secret is for"`
	Resend    bool              `json:"resend,omitzero" log:"public,whether it may be sent twice"`
	NotAfter  time.Time         `json:"not_after" log:"public,when it is of no use any longer"`
}

// EventType is the stored name.
func (Requested) EventType() string { return "delivery.requested" }

func (e Requested) evolve(s State) State {
	s.Requested, s.Channel, s.Template, s.Resend, s.NotAfter = true, e.Channel, e.Template, e.Resend, e.NotAfter
	return s
}
