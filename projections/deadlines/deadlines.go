// Package deadlines is the read model of what falls due when. The scheduler turns each row into a command; the event that
// follows from it takes the row away. No event follows from a destruction: the scheduler takes that row away itself, see Met.
package deadlines

import (
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/statements"
)

// What falls due.
const (
	Lapse       = "lapse"       // an account that nobody confirmed
	CodeExpiry  = "code_expiry" // an access code that nobody used
	Destruction = "destruction" // of the key of an erased account
)

// Farewell is how long the last message to the holder of an erased account may take; then the key is destroyed without it.
const Farewell = time.Hour

// Projection keeps the table due.
var Projection = projections.Projection{
	Name:    "deadlines",
	Version: 2,
	Types: statements.Types(
		account.Registered{}, account.LinkSent{}, account.Confirmed{}, account.Lapsed{}, account.Erased{},
		access.CodeIssued{}, access.CodeReissued{}, access.CodeVoided{}, access.CodeExpired{},
		access.Linked{}, access.Upgraded{},
	),
	Tables: tables,
	Apply:  statements.Apply(write),
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

func write(b *pgx.Batch, f domain.Fact) error {
	switch e := f.Event.(type) {
	case account.Registered:
		set(b, f, Lapse, e.Expires)
	case account.LinkSent:
		set(b, f, Lapse, e.Expires)
	case account.Confirmed, account.Lapsed:
		remove(b, f.Stream, Lapse)
	case account.Erased:
		act, err := f.Act()
		if err != nil {
			return err
		}
		remove(b, f.Stream, Lapse)
		set(b, f, Destruction, act.At.Add(Farewell))
	case access.CodeIssued:
		set(b, f, CodeExpiry, e.Expires)
	case access.CodeReissued:
		set(b, f, CodeExpiry, e.Expires)
	case access.CodeVoided, access.CodeExpired, access.Upgraded:
		remove(b, f.Stream, CodeExpiry)
	case access.Linked:
		if e.Code != uuid.Nil {
			remove(b, f.Stream, CodeExpiry)
		}
	}
	return nil
}

// set replaces an earlier deadline of the same kind.
func set(b *pgx.Batch, f domain.Fact, what string, at time.Time) {
	b.Queue(`insert into due (stream, what, at, cause) values ($1, $2, $3, $4)
		on conflict (stream, what) do update set at = excluded.at, cause = excluded.cause`, f.Stream, what, at, f.ID)
}

func remove(b *pgx.Batch, stream, what string) {
	b.Queue(`delete from due where stream = $1 and what = $2`, stream, what)
}
