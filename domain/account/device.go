package account

import (
	"slices"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// devices is how many are remembered; who signs in with one that was forgotten is told about a new device.
const devices = 50

// SeeDevice records the first sign-in with a device. A reactor on sign-ins gives it.
type SeeDevice struct{ Device, Session uuid.UUID }

func (c SeeDevice) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.own(act); err != nil && (act.By.Kind != domain.Reacting || !s.exists()) {
		return nil, err
	}
	switch {
	case c.Device == uuid.Nil, c.Session == uuid.Nil:
		return nil, ErrInvalid
	case slices.Contains(s.Devices, c.Device):
		return nil, nil
	}
	return []Event{DeviceSeen{Device: c.Device, Session: c.Session, First: len(s.Devices) == 0}}, nil
}

// DeviceSeen says that somebody signed in with a device for the first time.
type DeviceSeen struct {
	Device  uuid.UUID `json:"device" log:"public,a random id that the browser keeps"`
	Session uuid.UUID `json:"session" log:"public,the sign-in"`
	First   bool      `json:"first,omitzero" log:"public,no notice is needed for the first device of all"`
}

// EventType is the stored name.
func (DeviceSeen) EventType() string { return "account.device_seen" }

func (e DeviceSeen) evolve(s State) State {
	s.Devices = append(slices.Clip(s.Devices), e.Device)
	s.Devices = s.Devices[max(0, len(s.Devices)-devices):]
	return s
}
