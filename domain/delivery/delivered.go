package delivery

import "github.com/casetrail/casetrail/domain"

// RecordDelivered says that the message has reached the recipient's device, as its carrier tells. It may arrive before
// anybody has recorded that it was sent.
type RecordDelivered struct{}

func (RecordDelivered) decide(s State, _ domain.Act) ([]Event, error) {
	switch s.Done {
	case DoneDelivered:
		return nil, nil
	case DoneBounced, DoneGivenUp:
		return nil, ErrDone
	}
	return []Event{Delivered{}}, nil
}

// Delivered says that the message has arrived.
type Delivered struct{}

// EventType is the stored name.
func (Delivered) EventType() string { return "delivery.delivered" }

func (Delivered) evolve(s State) State {
	s.Done = DoneDelivered
	return s
}
