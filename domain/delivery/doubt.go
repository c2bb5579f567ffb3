package delivery

import "github.com/casetrail/casetrail/domain"

// RecordDoubt says that a sender stopped in the middle of a try: nobody knows whether the message has left.
// What may be sent twice stays due.
type RecordDoubt struct{}

func (RecordDoubt) decide(s State, _ domain.Act) ([]Event, error) {
	if s.Done == DoneDelivered || s.Resend && s.Done == "" {
		return nil, nil
	}
	return s.end(DoneInDoubt, InDoubt{Attempt: s.Attempts + 1})
}

// InDoubt is a task for a human.
type InDoubt struct {
	Attempt int `json:"attempt" log:"public,which try"`
}

// EventType is the stored name.
func (InDoubt) EventType() string { return "delivery.in_doubt" }

func (e InDoubt) evolve(s State) State {
	s.Done, s.Attempts = DoneInDoubt, e.Attempt
	return s
}
