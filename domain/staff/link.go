package staff

import (
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
)

// The errors of an enrolment link. Only who holds the right link learns what is wrong with it.
var (
	ErrLinkWrong   = &domain.Error{Kind: domain.NotFound, Code: "staff.link_unknown", Message: "This link does not work. Perhaps there is a newer one, or it was not copied completely."}
	ErrLinkUsed    = &domain.Error{Kind: domain.Refused, Code: "staff.link_used", Message: "This link was used. Sign in, or ask the operator for a new one."}
	ErrLinkExpired = &domain.Error{Kind: domain.Refused, Code: "staff.link_expired", Message: "This link is too old. Ask the operator for a new one."}
)

// LinkRight is nil when the link opens the enrolment at that moment.
func (s State) LinkRight(p secret.Presented, at time.Time) error {
	right := p != nil && p.Is(s.Link) // compared first, also with no link: a guess takes as long whatever it is at
	switch {
	case !s.Invited, s.Disabled, !right:
		return ErrLinkWrong
	case s.LinkUsed:
		return ErrLinkUsed
	case !at.Before(s.LinkExpires):
		return ErrLinkExpired
	}
	return nil
}
