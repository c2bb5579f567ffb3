package staff

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

// ErrExists answers a second invitation under the same id.
var ErrExists = &domain.Error{Kind: domain.Conflict, Code: "staff.exists", Message: "This member of staff exists already."}

// Invite adds a member of staff. The operator hands over the link.
type Invite struct {
	Staff   uuid.UUID // the stream's id
	Name    personal.Text
	Address personal.Text
	Role    string
	Claim   string
	Link    secret.Ref
	Expires time.Time
}

func (c Invite) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case act.By.Kind != domain.Operator:
		return nil, ErrUnknown
	case s.Invited:
		return nil, ErrExists
	case c.Staff == uuid.Nil, c.Name.IsZero(), c.Address.IsZero(), c.Role != RoleOfficer, c.Claim == "",
		c.Link.IsZero(), !act.At.Before(c.Expires):
		return nil, ErrInvalid
	}
	return []Event{Invited(c)}, nil
}

// Invited is the first event of every member of staff.
type Invited struct {
	Staff   uuid.UUID     `json:"staff" log:"public,the id of the member of staff"`
	Name    personal.Text `json:"name" log:"sealed,how colleagues call this person"`
	Address personal.Text `json:"address" log:"sealed,the e-mail address to sign in with"`
	Role    string        `json:"role" log:"public,what this person may do"`
	Claim   string        `json:"claim" log:"digest,finds the person of an address without keeping the address"`
	Link    secret.Ref    `json:"link" log:"public,names the secret of the enrolment link and tells nothing about it"`
	Expires time.Time     `json:"expires" log:"public,the link works until then"`
}

// EventType is the stored name.
func (Invited) EventType() string { return "staff.invited" }

func (e Invited) evolve(s State) State {
	s.ID, s.Invited, s.Name, s.Address, s.Role, s.Claim = e.Staff, true, e.Name, e.Address, e.Role, e.Claim
	s.Link, s.LinkExpires = e.Link, e.Expires
	return s
}
