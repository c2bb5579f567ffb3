package session

import (
	"slices"

	"github.com/casetrail/casetrail/domain"
)

// ErrEnded answers whatever is asked of a session that is over.
var ErrEnded = &domain.Error{Kind: domain.Denied, Code: "session.ended", Message: "This session has ended. Sign in again."}

// The reasons of an end.
const (
	WhySignedOut = "signed_out"
	WhyIdle      = "idle"
	WhyExpired   = "expired"
	WhyReplaced  = "replaced" // by newer sessions of the same holder
	WhyLocked    = "locked"
	WhyErased    = "erased"
)

var reasons = []string{WhySignedOut, WhyIdle, WhyExpired, WhyReplaced, WhyLocked, WhyErased}

// End ends the session; the workflow has deleted its tokens before.
type End struct{ Why string }

func (c End) decide(s State, act domain.Act) ([]Event, error) {
	switch {
	case s.Holder.ID == "", !s.mayEnd(act):
		return nil, ErrUnknown
	case !slices.Contains(reasons, c.Why):
		return nil, ErrInvalid
	case s.Ended:
		return nil, nil
	}
	return []Event{Ended(c)}, nil
}

func (s State) mayEnd(act domain.Act) bool {
	switch act.By.Kind {
	case domain.Operator, domain.Reacting, domain.Scheduler:
		return true
	}
	return s.own(act) != ErrUnknown
}

// Ended is the last event of a session.
type Ended struct {
	Why string `json:"why" log:"public,what ended it"`
}

// EventType is the stored name.
func (Ended) EventType() string { return "session.ended" }

func (Ended) evolve(s State) State {
	s.Ended = true
	return s
}
