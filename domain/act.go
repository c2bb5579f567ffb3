package domain

import (
	"strconv"
	"time"

	"github.com/google/uuid"
)

// Actor is who did it. It stands in every event for ever: ids only, never a name or an address.
type Actor struct {
	Kind string `json:"kind"`          // one of the Actor kinds below
	ID   string `json:"id"`            // an id of ours; for operators the login name of the machine
	For  string `json:"for,omitempty"` // on whose behalf, when not their own
}

// The kinds of actors.
const (
	Applicant = "applicant"
	Staff     = "staff"
	Operator  = "operator"
	Reacting  = "reactor"
	Scheduler = "scheduler"
	Anonymous = "anonymous"
)

// Act is one attempt by one actor at one moment. Repeating an act changes nothing.
type Act struct {
	ID     uuid.UUID
	By     Actor
	At     time.Time // UTC, whole microseconds; the handler raises it to the stream's last act, so time never runs back in a stream
	Cause  uuid.UUID // the event that this answers; zero for people
	Thread uuid.UUID // the first act of the chain
	Rule   string    // edition of the reference data that the command was made with
	Input  []byte    // KEYED digest of what was asked; nil for derived acts
	Trace  string    // where it can be watched, as a W3C traceparent: random ids, no more; empty when nobody watches
}

// space never changes: it is in every id.
var space = uuid.MustParse("6d0cf1f0-6f0e-5c39-9d0a-5f0f6f1f0a11")

// Attempt names a person's attempt: the same key means the same act only for the same actor and route.
func Attempt(by Actor, route, key string, at time.Time, input []byte) Act {
	id := uuid.NewSHA1(space, []byte(by.Kind+"\x00"+by.ID+"\x00"+route+"\x00"+key))
	return Act{ID: id, By: by, At: Instant(at), Thread: id, Input: input}
}

// Reaction names the act with which a reactor (or the scheduler) answers an event: answering twice is the same act.
func Reaction(cause Fact, reactor, step string, at time.Time) (Act, error) {
	was, err := cause.Act()
	if err != nil {
		return Act{}, err
	}
	return Act{
		ID: uuid.NewSHA1(cause.ID, []byte(reactor+"\x00"+step)), By: Actor{Kind: Reacting, ID: reactor},
		At: Instant(at), Cause: cause.ID, Thread: was.Thread,
	}, nil
}

// Due names the act with which the scheduler answers a deadline: the same deadline is the same act.
func Due(stream, what string, at, now time.Time) Act {
	id := uuid.NewSHA1(space, []byte("due\x00"+stream+"\x00"+what+"\x00"+strconv.FormatInt(at.UnixMicro(), 10)))
	return Act{ID: id, By: Actor{Kind: Scheduler, ID: what}, At: Instant(now), Thread: id}
}

// Step is a further append of the same act: one act appends at most once to a stream, each further append is a step.
func (a Act) Step(name string) Act {
	a.ID = uuid.NewSHA1(a.ID, []byte(name))
	return a
}

// NewID derives the id of something that the act creates, so that a repeat creates the same thing.
func (a Act) NewID(kind string) uuid.UUID { return uuid.NewSHA1(a.ID, []byte("new "+kind)) }

// EventID is the id of the act's i-th event in a stream. The input is in it: when one key is used for two requests at the
// same moment, the log takes the second for a conflict, not for a repeat of the first.
func (a Act) EventID(stream string, i int) uuid.UUID {
	return uuid.NewSHA1(a.ID, append([]byte(stream+"#"+strconv.Itoa(i)+"\x00"), a.Input...))
}

// Instant is t as the product keeps it: UTC, whole microseconds.
func Instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
