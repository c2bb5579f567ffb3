package delivery

import (
	"time"

	"github.com/casetrail/casetrail/domain"
)

// The classes of failures.
const (
	FailureTemporary = "temporary"
	FailurePermanent = "permanent"
)

// RecordFailure says that a try did not succeed. A permanent failure, or a next try that would come too late, gives up.
type RecordFailure struct {
	Class   string
	Code    string    // what the other side answered: a number, never its text
	RetryAt time.Time // for temporary ones
}

func (c RecordFailure) decide(s State, act domain.Act) ([]Event, error) {
	failed := Failed{Class: c.Class, Code: c.Code, Attempt: s.Attempts + 1}
	switch {
	case s.Done == DoneDelivered:
		return nil, nil
	case s.Done != "":
		return nil, ErrDone
	case c.Class == FailurePermanent:
		return []Event{failed, GivenUp{Why: WhyPermanent}}, nil
	case c.Class != FailureTemporary, !act.At.Before(c.RetryAt):
		return nil, ErrInvalid
	case !c.RetryAt.Before(s.NotAfter):
		return []Event{failed, GivenUp{Why: WhyExpired}}, nil
	}
	failed.RetryAt = c.RetryAt
	return []Event{failed}, nil
}

// Failed says that a try did not succeed.
type Failed struct {
	Class   string    `json:"class" log:"public,whether another try makes sense"`
	Code    string    `json:"code" log:"public,the number that the other side answered"`
	Attempt int       `json:"attempt" log:"public,which try"`
	RetryAt time.Time `json:"retry_at,omitzero" log:"public,when it is tried again"`
}

// EventType is the stored name.
func (Failed) EventType() string { return "delivery.failed" }

func (e Failed) evolve(s State) State {
	s.Attempts = e.Attempt
	return s
}
