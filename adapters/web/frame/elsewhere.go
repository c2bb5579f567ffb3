package frame

import (
	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

// elsewhere is the answer of a Show that has nothing to show now.
type elsewhere string

func (e elsewhere) Error() string { return "to be seen at " + string(e) }

// Elsewhere leads on from a screen that is not the one to see now: a step that was done already, or that comes later.
func Elsewhere(path string) error { return elsewhere(path) }

// arrived says that the screen is a step on the way in, and its visitor is in: they have pressed "back", or twice.
func (v *Visit) arrived() bool {
	if v.Bearer.Stage != workflow.StageFull {
		return false
	}
	switch v.Screen.Who {
	case door.SigningUp, door.CodePending, door.Resetting:
		return v.Bearer.Holder.Kind == domain.Applicant
	case door.Enrolling, door.StaffPending:
		return v.Bearer.Holder.Kind == domain.Staff
	}
	return false
}
