package client

import (
	"slices"

	"github.com/casetrail/casetrail/domain"
)

// The reasons to suspend a client.
const (
	WhyMisuse = "misuse"
	WhyLeaked = "leaked" // a secret became known to others
	WhyAsked  = "asked"  // its owner asked for it
)

// Reasons is the list.
var Reasons = []string{WhyMisuse, WhyLeaked, WhyAsked}

// Suspend shuts a client out until Resume; its credentials stay.
type Suspend struct{ Why string }

func (c Suspend) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.watched(act); err != nil {
		return nil, err
	}
	switch {
	case !slices.Contains(Reasons, c.Why):
		return nil, ErrInvalid
	case s.Suspended:
		return nil, nil
	}
	return []Event{Suspended(c)}, nil
}

// Resume lets a suspended client in again.
type Resume struct{}

func (Resume) decide(s State, act domain.Act) ([]Event, error) {
	if err := s.watched(act); err != nil || !s.Suspended {
		return nil, err
	}
	return []Event{Resumed{}}, nil
}

// watched is the error for whoever is not of the agency: an owner does not lift what the agency has imposed.
func (s State) watched(act domain.Act) error {
	if !agency(act) {
		return ErrUnknown
	}
	return s.manages(act)
}

// Suspended says that nothing of the client works for now.
type Suspended struct {
	Why string `json:"why" log:"public,one of a list"`
}

// EventType is the stored name.
func (Suspended) EventType() string { return "client.suspended" }

func (Suspended) evolve(s State) State {
	s.Suspended = true
	return s
}

// Resumed says that the client works again.
type Resumed struct{}

// EventType is the stored name.
func (Resumed) EventType() string { return "client.resumed" }

func (Resumed) evolve(s State) State {
	s.Suspended = false
	return s
}
