package client

import (
	"errors"

	"github.com/casetrail/casetrail/domain"
)

// Close ends a client for good.
type Close struct{}

func (Close) decide(s State, act domain.Act) ([]Event, error) {
	switch err := s.manages(act); {
	case errors.Is(err, ErrClosed):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return []Event{Closed{}}, nil
}

// Closed is the last event of a client.
type Closed struct{}

// EventType is the stored name.
func (Closed) EventType() string { return "client.closed" }

func (Closed) evolve(s State) State {
	s.Closed, s.Credentials = true, nil
	return s
}
