package domain

import "time"

// Kind is what an error asks of its caller. Only the fronts turn it into a status.
type Kind string

// The kinds of errors.
const (
	Invalid     Kind = "invalid"     // the input cannot be right: mend it
	Denied      Kind = "denied"      // not signed in, or not proved
	NotFound    Kind = "not_found"   // there is no such thing, or not for this person
	Refused     Kind = "refused"     // the rules say no
	Conflict    Kind = "conflict"    // something else changed it meanwhile
	Limited     Kind = "limited"     // too often: wait
	Unavailable Kind = "unavailable" // not now: try again
)

// Error is the one error that rules give. Code is stable and the key of its texts in every language;
// Message is plain English, safe to show: it never holds what somebody typed.
type Error struct {
	Kind       Kind
	Code       string
	Message    string
	Fields     map[string]string // facts for the text: counts, dates, kinds; never personal data
	RetryAfter time.Duration
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Is lets errors.Is compare with the declared error, whatever facts were added.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// With is a copy of the error that carries one more fact.
func (e *Error) With(field, value string) *Error {
	c := *e
	c.Fields = map[string]string{field: value}
	for k, v := range e.Fields {
		if k != field {
			c.Fields[k] = v
		}
	}
	return &c
}

// After is a copy of the error that says when to come back.
func (e *Error) After(wait time.Duration) *Error {
	c := *e
	c.RetryAfter = wait
	return &c
}

// Errors that the handler itself gives, for every aggregate.
var (
	ErrKeyReused = &Error{Kind: Invalid, Code: "idempotency_key_reused", Message: "This key was already used for another request."}
	ErrChanged   = &Error{Kind: Conflict, Code: "changed_meanwhile", Message: "This changed since you looked at it. Look again, then decide."}
	ErrBusy      = &Error{Kind: Conflict, Code: "busy", Message: "Several people are changing this right now. Try again.", RetryAfter: time.Second}
	ErrNewer     = &Error{Kind: Unavailable, Code: "newer_software_needed", Message: "A newer version of this service wrote this record. Try again in a few minutes.", RetryAfter: time.Minute}
)

// ErrSignedOut says that nobody is signed in here, or no longer.
var ErrSignedOut = &Error{Kind: Denied, Code: "signed_out", Message: "You are not signed in, or your session has ended. Sign in again."}
