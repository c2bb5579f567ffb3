package delivery

import "github.com/casetrail/casetrail/domain"

// RecordSent says that the message has left.
type RecordSent struct {
	Provider string // what took it: a mail server's answer, a spool
}

func (c RecordSent) decide(s State, _ domain.Act) ([]Event, error) {
	if s.Done == DoneBounced || s.Done == DoneDelivered {
		return nil, nil
	}
	return s.end(DoneSent, Sent{Provider: c.Provider, Attempt: s.Attempts + 1})
}

// Sent says that somebody else has taken over the message.
type Sent struct {
	Provider string `json:"provider" log:"public,what took the message, for those who look for it there"`
	Attempt  int    `json:"attempt" log:"public,at which try"`
}

// EventType is the stored name.
func (Sent) EventType() string { return "delivery.sent" }

func (e Sent) evolve(s State) State {
	s.Done, s.Attempts = DoneSent, e.Attempt
	return s
}
