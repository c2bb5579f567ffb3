package rows

import (
	"errors"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// Types are the stored names of events.
func Types(events ...domain.Event) []string {
	names := make([]string, len(events))
	for i, e := range events {
		names[i] = e.EventType()
	}
	return names
}

// ErrSealed means that a read model holds personal data without having declared the column: nobody opened its facts.
var ErrSealed = errors.New("a personal value was not opened")

// ErrTwice parks a stream that begins a second time.
var ErrTwice = errors.New("the stream begins a second time")

// Clear is what a column of personal data holds: the text, or NULL when it was not given or was erased.
func Clear(t personal.Text) (*string, error) {
	text, state := t.Value()
	switch {
	case t.IsZero() || state == personal.Erased:
		return nil, nil
	case state != personal.Clear:
		return nil, ErrSealed
	}
	return &text, nil
}
