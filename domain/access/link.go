package access

import (
	"maps"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// LinkByReceipt links status and history with the receipt number and the birth date alone.
type LinkByReceipt struct {
	Account uuid.UUID
	Kind    string
	Matches bool // there is such a case, it may be linked, and the birth date is the one on file
}

func (c LinkByReceipt) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case !own(act, c.Account):
		return nil, ErrNoMatch
	case !linksCases(c.Kind):
		return nil, ErrKind
	case !c.Matches:
		return nil, ErrNoMatch
	case s.Links[c.Account] != "":
		return nil, nil
	}
	return []Event{Linked{Account: c.Account, Kind: c.Kind, Tier: TierStatus, At: act.At}}, nil
}

func linksCases(kind string) bool { return kind == KindApplicant || kind == KindRepresentative }

// Linked says that an account sees this case from now on. A full link spends the code that it names.
type Linked struct {
	Account uuid.UUID `json:"account" log:"public,an id of ours"`
	Kind    string    `json:"kind" log:"public,one of a list"`
	Tier    string    `json:"tier" log:"public,one of a list"`
	Code    uuid.UUID `json:"code,omitzero" log:"public,the id of the reference of the code that was spent"`
	At      time.Time `json:"at" log:"public,an instant; told to who shows the same code later"`
}

// EventType is the stored name.
func (Linked) EventType() string { return "access.linked" }

func (e Linked) evolve(s State) State {
	if e.Code != uuid.Nil {
		s = s.spend(e.Code, e.Account, e.Kind, e.At)
	}
	return s.link(e.Account, e.Tier)
}

// link sets the tier of an account; an empty tier is no link.
func (s State) link(account uuid.UUID, tier string) State {
	links := maps.Clone(s.Links)
	if links == nil {
		links = map[uuid.UUID]string{}
	}
	links[account] = tier
	if tier == "" {
		delete(links, account)
	}
	s.Links = links
	return s
}
