package delivery

import "github.com/casetrail/casetrail/domain"

// RecordDelivered says that the message has reached the recipient's device, as its carrier tells. It may arrive before
// anybody has recorded that it was sent, and after another try of it came back or was given up: what has arrived has arrived.
type RecordDelivered struct{}

func (RecordDelivered) decide(s State, _ domain.Act) ([]Event, error) {
	if s.Done == DoneDelivered {
		return nil, nil
	}
	return []Event{Delivered{}}, nil
}

// Delivered says that the message has arrived.
type Delivered struct{}

// EventType is the stored name.
func (Delivered) EventType() string { return "delivery.delivered" }

func (Delivered) evolve(s State) State {
	s.Done, s.Code = DoneDelivered, ""
	return s
}
