package staff

import (
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
)

// Reinvite makes a new enrolment link; the one before works no longer. Until it is used, what was enrolled stays valid.
type Reinvite struct {
	Link    secret.Ref
	Expires time.Time
}

func (c Reinvite) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case !s.Invited, act.By.Kind != domain.Operator:
		return nil, ErrUnknown
	case s.Disabled:
		return nil, ErrDisabled
	case c.Link.IsZero(), !act.At.Before(c.Expires):
		return nil, ErrInvalid
	}
	return []Event{LinkIssued(c)}, nil
}

// LinkIssued says which link works from now on.
type LinkIssued struct {
	Link    secret.Ref `json:"link" log:"public,names the secret of the enrolment link and tells nothing about it"`
	Expires time.Time  `json:"expires" log:"public,the link works until then"`
}

// EventType is the stored name.
func (LinkIssued) EventType() string { return "staff.link_issued" }

func (e LinkIssued) evolve(s State) State {
	s.Link, s.LinkExpires, s.LinkUsed = e.Link, e.Expires, false
	return s
}
