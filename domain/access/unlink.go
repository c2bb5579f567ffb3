package access

import (
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// Unlink ends an account's link: the holder's wish, or a reactor's after the account was erased. A code that the link
// had spent stays spent.
type Unlink struct{ Account uuid.UUID }

func (c Unlink) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case !own(act, c.Account) && act.By.Kind != domain.Reacting:
		return nil, ErrNoMatch
	case s.Links[c.Account] == "":
		return nil, nil
	}
	return []Event{Unlinked(c)}, nil
}

// Unlinked says that the account no longer sees this case.
type Unlinked struct {
	Account uuid.UUID `json:"account" log:"public,an id of ours"`
}

// EventType is the stored name.
func (Unlinked) EventType() string { return "access.unlinked" }

func (e Unlinked) evolve(s State) State { return s.link(e.Account, "") }
