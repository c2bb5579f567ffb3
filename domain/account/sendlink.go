package account

import (
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// ErrTooManyLinks answers who goes on asking for links and follows none.
var ErrTooManyLinks = &domain.Error{Kind: domain.Limited, Code: "account.too_many_links", Message: "Many links were sent already. Use the newest one, or sign up again tomorrow."}

// SendLink asks for another confirmation link; the one before works no longer. It is nothing for a confirmed account.
type SendLink struct {
	Link    secret.Ref
	Expires time.Time
}

func (c SendLink) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case !s.exists(), act.By.Kind != domain.Anonymous && act.By.Kind != domain.Operator:
		return nil, ErrUnknown
	case c.Link.IsZero(), !act.At.Before(c.Expires):
		return nil, ErrInvalid
	case s.Confirmed:
		return nil, nil
	case s.LinksSent >= limits.ConfirmLinks:
		return nil, ErrTooManyLinks
	}
	return []Event{LinkSent(c)}, nil
}

// LinkSent says which link works from now on.
type LinkSent struct {
	Link    secret.Ref `json:"link" log:"public,names the secret of the confirmation link and tells nothing about it"`
	Expires time.Time  `json:"expires" log:"public,the link works until then and the registration lapses"`
}

// EventType is the stored name.
func (LinkSent) EventType() string { return "account.link_sent" }

func (e LinkSent) evolve(s State) State {
	s.Link, s.LinkExpires, s.LinksSent = e.Link, e.Expires, s.LinksSent+1
	return s
}
