// Package deliveries is the read model of messages: what is due for the senders, and what became of each for the people
// who wait for one. It has no address and no text.
package deliveries

import (
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/statements"
)

// Projection keeps the table deliveries.
var Projection = projections.Projection{
	Name:    "deliveries",
	Version: 1,
	Types: statements.Types(
		delivery.Requested{}, delivery.Sent{}, delivery.Failed{}, delivery.Bounced{}, delivery.InDoubt{}, delivery.GivenUp{},
	),
	Tables: tables,
	Apply:  statements.Apply(write),
}

// A row with next_at is due from then on; one without has ended.
const tables = `
create table deliveries (
	stream         text collate "C" primary key,
	id             uuid not null,
	channel        text not null,
	template       text not null,
	edition        text not null,
	language       text not null,
	recipient_kind text not null,
	recipient_id   text not null,
	receipt        text not null,
	state          text not null,
	why            text not null default '',
	attempts       int not null default 0,
	resend         bool not null,
	not_after      timestamptz not null,
	next_at        timestamptz,
	requested_at   timestamptz not null,
	done_at        timestamptz);
create index deliveries_due on deliveries (channel, next_at) where next_at is not null;
create index deliveries_of_recipient on deliveries (recipient_kind, recipient_id, requested_at);
create index deliveries_of_case on deliveries (receipt, requested_at) where receipt <> '';
create index deliveries_in_trouble on deliveries (requested_at) where state in ('failed', 'bounced', 'in_doubt', 'given_up');
`

func write(b *pgx.Batch, f domain.Fact) error {
	act, err := f.Act()
	if err != nil {
		return err
	}
	switch e := f.Event.(type) {
	case delivery.Requested:
		request(b, f.Stream, e, act.At)
	case delivery.Failed:
		b.Queue(`update deliveries set state = $2, why = $3, attempts = $4, next_at = $5 where stream = $1`,
			f.Stream, Failed, e.Code, e.Attempt, again(e))
	case delivery.Sent:
		b.Queue(`update deliveries set state = $2, why = '', attempts = $3, next_at = null, done_at = $4 where stream = $1`,
			f.Stream, Sent, e.Attempt, act.At)
	case delivery.InDoubt:
		b.Queue(`update deliveries set state = $2, why = '', attempts = $3, next_at = null, done_at = $4 where stream = $1`,
			f.Stream, InDoubt, e.Attempt, act.At)
	case delivery.Bounced:
		end(b, f.Stream, Bounced, e.Code, act.At)
	case delivery.GivenUp:
		end(b, f.Stream, GivenUp, e.Why, act.At)
	}
	return nil
}

func request(b *pgx.Batch, stream string, e delivery.Requested, at time.Time) {
	b.Queue(`
		insert into deliveries (stream, id, channel, template, edition, language, recipient_kind, recipient_id, receipt, state,
			resend, not_after, next_at, requested_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)`,
		stream, e.Delivery, e.Channel, e.Template, e.Edition, e.Language, e.Recipient.Kind, e.Recipient.ID, receipt(e), Requested,
		e.Resend, e.NotAfter, at)
}

func end(b *pgx.Batch, stream, state, why string, at time.Time) {
	b.Queue(`update deliveries set state = $2, why = $3, next_at = null, done_at = $4 where stream = $1`, stream, state, why, at)
}

// again is when the message is tried once more; never after a permanent failure.
func again(e delivery.Failed) *time.Time {
	if e.RetryAt.IsZero() {
		return nil
	}
	return &e.RetryAt
}

// receipt is the case that the message is about, if any: written to a party of it, or telling its number.
func receipt(e delivery.Requested) string {
	if e.Recipient.For != "" {
		return e.Recipient.For
	}
	return e.Params["receipt"]
}
