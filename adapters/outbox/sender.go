package outbox

import "context"

// Sender renders a parcel and hands it to whatever carries it. provider is what took it, for those who look for it there.
// An error is a *Failure; any other counts as doubtful.
type Sender interface {
	Send(ctx context.Context, p Parcel) (provider string, err error)
}

// Class says what a failure means.
type Class string

// The classes of failures.
const (
	Temporary Class = "temporary" // it did not go out; try again
	Permanent Class = "permanent" // it did not go out, and never will
	Doubtful  Class = "doubtful"  // it may have gone out
)

// Failure is why a message was not sent. Code is a number or a word from a list: never the other side's text, which
// repeats addresses.
type Failure struct {
	Class Class
	Code  string
}

func (f *Failure) Error() string { return string(f.Class) + " failure, code " + f.Code }

// Fail is a failure.
func Fail(class Class, code string) *Failure { return &Failure{Class: class, Code: code} }
