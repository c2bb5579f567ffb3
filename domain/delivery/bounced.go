package delivery

import "github.com/casetrail/casetrail/domain"

// RecordBounce says that the message came back. It may arrive before anybody has recorded that it was sent.
type RecordBounce struct {
	Code string // the number of the reason
}

func (c RecordBounce) decide(s State, _ domain.Act) ([]Event, error) {
	switch s.Done {
	case DoneBounced:
		return nil, nil
	case DoneGivenUp, DoneDelivered:
		return nil, ErrDone
	}
	return []Event{Bounced(c)}, nil
}

// Bounced says that the message did not reach its recipient.
type Bounced struct {
	Code string `json:"code" log:"public,the number of the reason"`
}

// EventType is the stored name.
func (Bounced) EventType() string { return "delivery.bounced" }

func (Bounced) evolve(s State) State {
	s.Done = DoneBounced
	return s
}
