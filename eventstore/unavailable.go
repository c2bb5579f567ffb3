package eventstore

import (
	"errors"
	"fmt"
	"time"

	"github.com/casetrail/casetrail/domain"
)

// Errors that a handler gives when the log cannot serve it; all of them can be tried again under the same act.
var (
	ErrUnavailable = &domain.Error{Kind: domain.Unavailable, Code: "log_unavailable", Message: "The service cannot take this right now. Try again in a moment.", RetryAfter: time.Second}
	ErrUnsure      = &domain.Error{Kind: domain.Unavailable, Code: "outcome_unknown", Message: "We could not tell in time whether this was recorded. Send the same request again: it is never recorded twice.", RetryAfter: 2 * time.Second}
)

// Errors is every error that a handler adds to those of its decider, for whoever translates them.
var Errors = []*domain.Error{domain.ErrKeyReused, domain.ErrChanged, domain.ErrBusy, domain.ErrNewer, ErrUnavailable, ErrUnsure}

// unavailable says of a log's error what it asks of the caller. The log's own error stays inside.
func unavailable(err error) error {
	switch {
	case errors.Is(err, ErrBusy), errors.Is(err, ErrAway), errors.Is(err, ErrClosed):
		return fmt.Errorf("%w (%w)", ErrUnavailable, err)
	case errors.Is(err, ErrUnknown):
		return fmt.Errorf("%w (%w)", ErrUnsure, err)
	}
	return err
}
