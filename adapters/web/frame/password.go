package frame

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/workflow"
)

// Password is the first step of signing in, at either door: the fields are email and password. The browser gets the token of
// the step that follows, and the id by which its device is known again.
func (v *Visit) Password(door workflow.SignIn) (workflow.Entry, error) {
	device := v.Device
	if device == uuid.Nil {
		device = v.Act().NewID("device") // the same again when the form is sent again
	}
	entry, err := door.Password(v.Context(), workflow.Attempt{
		Network: v.Network, Address: v.Value("email"), Password: v.Value("password"), Device: device,
	}, v.Act())
	if err != nil {
		return workflow.Entry{}, err
	}
	v.Keep(entry.Token)
	v.Remember(device)
	return entry, nil
}
