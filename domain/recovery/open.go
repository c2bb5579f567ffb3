package recovery

import (
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/secret"
)

// The errors of the mailed link. Only who holds the right link learns that it is too late.
var (
	ErrLinkUnknown = &domain.Error{Kind: domain.NotFound, Code: "recovery.link_unknown", Message: "This link does not work. Perhaps it was not copied completely. Ask for a new one."}
	ErrLinkExpired = &domain.Error{Kind: domain.Refused, Code: "recovery.link_expired", Message: "This link is too old. Ask for a new one."}
	ErrLinkUsed    = &domain.Error{Kind: domain.Refused, Code: "recovery.link_used", Message: "This link was used already. Ask for a new one."}
)

// Has says whether the link was presented, whether or not it still opens anything. A request that is not there has none.
func (s State) Has(p secret.Presented) bool { return p != nil && p.Is(s.Link) && !s.Link.IsZero() }

// Open follows the link. The workflow has found whose address it is.
type Open struct {
	Link    secret.Presented
	Account uuid.UUID
	Was     uuid.UUID // the credential of the account
	Bare    bool      // the account has no second step yet: nothing more is to be proved
	Asked   bool      // the account has reset questions, and they are to be answered
}

func (c Open) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case act.By.Kind != domain.Anonymous, !s.Has(c.Link):
		return nil, ErrLinkUnknown
	case s.Account != uuid.Nil:
		return nil, ErrLinkUsed
	case !act.At.Before(s.LinkExpires):
		return nil, ErrLinkExpired
	case c.Account == uuid.Nil, c.Was == uuid.Nil:
		return nil, ErrInvalid
	}
	opened := Opened{Account: c.Account, Was: c.Was, Bare: c.Bare, Until: act.At.Add(limits.ResetLife)}
	if c.Asked {
		return []Event{opened, QuestionsAsked{}}, nil
	}
	return []Event{opened}, nil
}

// Opened says that somebody who reads the mail of the account pressed the button behind the link. The link is spent.
type Opened struct {
	Account uuid.UUID `json:"account" log:"public,the account whose password is forgotten"`
	Was     uuid.UUID `json:"was" log:"public,names the row of the vault that is to be replaced: a password that was set meanwhile stays"`
	Bare    bool      `json:"bare,omitzero" log:"public,whether the account had no second step yet"`
	Until   time.Time `json:"until" log:"public,the steps that follow end then"`
}

// EventType is the stored name.
func (Opened) EventType() string { return "recovery.opened" }

func (e Opened) evolve(s State) State {
	s.Account, s.Was, s.Until, s.Proved = e.Account, e.Was, e.Until, e.Bare
	return s
}
