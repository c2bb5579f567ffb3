// Package deadlines is the read model of what falls due when. The scheduler turns each row into a command; the event that
// follows from it takes the row away. No event follows from a destruction: the scheduler takes that row away itself, see Met.
package deadlines

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/rows"
)

// What falls due.
const (
	Lapse       = "lapse"       // an account that nobody confirmed
	CodeExpiry  = "code_expiry" // an access code that nobody used
	Destruction = "destruction" // of the key of an erased account, of a lapsed registration, or of an address that was only typed
)

// Farewell is how long the last message to the holder of an erased account may take; then the key is destroyed without it.
const Farewell = time.Hour

// Projection keeps the table due.
var Projection = projections.Projection{
	Name:    "deadlines",
	Version: 4,
	Types: rows.Types(
		account.Registered{}, account.LinkSent{}, account.Confirmed{}, account.Lapsed{}, account.Erased{},
		access.CodeIssued{}, access.CodeReissued{}, access.CodeVoided{}, access.CodeExpired{},
		access.Linked{}, access.Upgraded{}, recovery.Requested{},
	),
	Tables: tables,
	Apply:  model.Apply,
	Load:   model.Load,

	MayLack: map[string]string{"due": "what = '" + Destruction + "'"}, // see Met
}

const tables = `
create table due (
	stream text collate "C" not null,
	what   text collate "C" not null,
	at     timestamptz not null,
	cause  uuid not null,
	primary key (stream, what));
create index due_at on due (at, stream);
`

var model = rows.Model[[]Deadline]{
	Add:    add,
	Tables: []rows.Table[[]Deadline]{rows.Of("due", "stream, what", func(all *[]Deadline) *[]Deadline { return all })},
}

func add(all *[]Deadline, f domain.Fact) error {
	switch e := f.Event.(type) {
	case account.Registered:
		set(all, f, Lapse, e.Expires)
	case account.LinkSent:
		set(all, f, Lapse, e.Expires)
	case account.Confirmed:
		remove(all, Lapse)
	case account.Lapsed:
		return end(all, f, 0)
	case account.Erased:
		return end(all, f, Farewell)
	case recovery.Requested:
		set(all, f, Destruction, e.Expires) // the mail is sent by then, or never
	case access.CodeIssued:
		set(all, f, CodeExpiry, e.Expires)
	case access.CodeReissued:
		set(all, f, CodeExpiry, e.Expires)
	case access.CodeVoided, access.CodeExpired, access.Upgraded:
		remove(all, CodeExpiry)
	case access.Linked:
		if e.Code != uuid.Nil {
			remove(all, CodeExpiry)
		}
	}
	return nil
}

// end leaves of an account only the key, for as long as a last message may take.
func end(all *[]Deadline, f domain.Fact, after time.Duration) error {
	act, err := f.Act()
	if err != nil {
		return err
	}
	remove(all, Lapse)
	set(all, f, Destruction, act.At.Add(after))
	return nil
}

// set replaces an earlier deadline of the same kind.
func set(all *[]Deadline, f domain.Fact, what string, at time.Time) {
	remove(all, what)
	*all = append(*all, Deadline{Stream: f.Stream, What: what, At: at, Cause: f.ID})
}

func remove(all *[]Deadline, what string) {
	*all = slices.DeleteFunc(*all, func(d Deadline) bool { return d.What == what })
}
