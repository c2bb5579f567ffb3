package account

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
)

// The errors of a confirmation link. Only who holds the right link learns that it is too late.
var (
	ErrLinkWrong   = &domain.Error{Kind: domain.NotFound, Code: "account.link_unknown", Message: "This link does not work. Perhaps a newer one was sent to you, or it was not copied completely."}
	ErrLinkExpired = &domain.Error{Kind: domain.Refused, Code: "account.link_expired", Message: "This link is too old. Sign up again to get a new one."}
	ErrLinkUsed    = &domain.Error{Kind: domain.Refused, Code: "account.link_used", Message: "This link was used. Sign in with your e-mail address and password."}
)

// LinkRight is nil when the link is right at that moment, or was right when it was followed and there is no password yet:
// then following it again goes on where the sign-up stopped. Once there is a password, an old mail opens nothing.
// An account that is not there or was erased has no link.
func (s State) LinkRight(p secret.Presented, at time.Time) error {
	right := p != nil && p.Is(s.Link) // compared first, also with no link: a guess takes as long whatever it is at
	switch {
	case s.Link.IsZero(), !right:
		return ErrLinkWrong
	case s.Credential != uuid.Nil:
		return ErrLinkUsed
	case s.Confirmed:
		return nil
	case s.Lapsed, !at.Before(s.LinkExpires):
		return ErrLinkExpired
	}
	return nil
}

// Confirm follows the link. The workflow has taken the claim on the address before.
type Confirm struct{ Link secret.Presented }

func (c Confirm) decide(s State, act domain.Act) ([]Event, error) {
	if act.By.Kind != domain.Anonymous && s.own(act) != nil {
		return nil, ErrUnknown
	}
	if err := s.LinkRight(c.Link, act.At); err != nil || s.Confirmed {
		return nil, err
	}
	return []Event{Confirmed{}}, nil
}

// ConfirmClaimed finishes what Confirm began: the claim is taken, so the link was right.
type ConfirmClaimed struct{}

func (ConfirmClaimed) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case act.By.Kind != domain.Reacting, !s.Exists, s.Erased:
		return nil, ErrUnknown
	case s.Lapsed:
		return nil, ErrLinkExpired
	case s.Confirmed:
		return nil, nil
	}
	return []Event{Confirmed{}}, nil
}

// Confirmed says that the holder reads mail at the address.
type Confirmed struct{}

// EventType is the stored name.
func (Confirmed) EventType() string { return "account.email_confirmed" }

func (Confirmed) evolve(s State) State {
	s.Confirmed = true
	return s
}
