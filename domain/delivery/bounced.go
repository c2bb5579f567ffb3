package delivery

import "github.com/casetrail/casetrail/domain"

// RecordBounce says that the message came back. It may arrive before anybody has recorded that it was sent, and after it was
// given up: then a try that seemed to fail had left all the same.
type RecordBounce struct {
	Code string // the number of the reason, or a word when there is none
}

// decide: of two reasons the one that sorts first stays, so that it does not matter which is heard first. A number sorts
// before a word.
func (c RecordBounce) decide(s State, _ domain.Act) ([]Event, error) {
	switch {
	case s.Done == DoneDelivered:
		return nil, ErrDone
	case s.Done == DoneBounced && s.Code <= c.Code:
		return nil, nil
	}
	return []Event{Bounced(c)}, nil
}

// Bounced says that the message did not reach its recipient.
type Bounced struct {
	Code string `json:"code" log:"public,the number of the reason"`
}

// EventType is the stored name.
func (Bounced) EventType() string { return "delivery.bounced" }

func (e Bounced) evolve(s State) State {
	s.Done, s.Code = DoneBounced, e.Code
	return s
}
