package delivery

import (
	"slices"

	"github.com/casetrail/casetrail/domain"
)

// The reasons to give up.
const (
	WhyExpired   = "expired"
	WhyAttempts  = "attempts"
	WhyPermanent = "permanent"
	WhyNoAddress = "no_address"
)

// GiveUp ends a message that will not be sent.
type GiveUp struct{ Why string }

func (c GiveUp) decide(s State, _ domain.Act) ([]Event, error) {
	if !slices.Contains([]string{WhyExpired, WhyAttempts, WhyPermanent, WhyNoAddress}, c.Why) {
		return nil, ErrInvalid
	}
	return s.end(DoneGivenUp, GivenUp(c))
}

// GivenUp says that the message will not be sent, for people to see.
type GivenUp struct {
	Why string `json:"why" log:"public,why it is not tried again"`
}

// EventType is the stored name.
func (GivenUp) EventType() string { return "delivery.given_up" }

func (GivenUp) evolve(s State) State {
	s.Done = DoneGivenUp
	return s
}
