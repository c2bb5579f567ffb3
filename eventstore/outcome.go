package eventstore

import "errors"

// What becomes of an append, for those who count and watch. Unknown: the caller went away before the log could say whether
// it was written.
const (
	outcomeWritten  = "written"
	OutcomeConflict = "conflict"
	outcomeBusy     = "busy"
	outcomeUnknown  = "unknown"
	outcomeFailed   = "failed"
)

// Outcomes are all that Outcome can answer.
var Outcomes = []string{outcomeWritten, OutcomeConflict, outcomeBusy, outcomeUnknown, outcomeFailed}

// Outcome names what became of an append, by its error.
func Outcome(err error) string {
	var conflict *ConflictError
	switch {
	case err == nil:
		return outcomeWritten
	case errors.As(err, &conflict):
		return OutcomeConflict
	case errors.Is(err, ErrBusy):
		return outcomeBusy
	case errors.Is(err, ErrUnknown):
		return outcomeUnknown
	}
	return outcomeFailed
}
