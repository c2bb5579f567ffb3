// Package deliveries is the read model of messages: what is due for the senders, and what became of each for the people
// who wait for one. It has no address and no text.
package deliveries

import (
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/rows"
)

// Projection keeps the table deliveries.
var Projection = projections.Projection{
	Name:    "deliveries",
	Version: 3,
	Types: rows.Types(
		delivery.Requested{}, delivery.Sent{}, delivery.Failed{}, delivery.Bounced{}, delivery.InDoubt{}, delivery.GivenUp{}, delivery.Delivered{},
	),
	Tables: tables,
	Apply:  model.Apply,
	Load:   model.Load,
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
	code           text not null default '',
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

var model = rows.Model[[]Delivery]{
	Add:    add,
	Tables: []rows.Table[[]Delivery]{rows.Of("deliveries", "stream", func(all *[]Delivery) *[]Delivery { return all })},
}

// add keeps the one row of a message; what happens to a message that nobody asked for is passed over.
func add(all *[]Delivery, f domain.Fact) error {
	act, err := f.Act()
	if err != nil {
		return err
	}
	if e, first := f.Event.(delivery.Requested); first {
		if len(*all) > 0 {
			return rows.ErrTwice
		}
		*all = []Delivery{requested(f.Stream, e, act.At)}
		return nil
	}
	for i := range *all {
		(*all)[i].become(f.Event, act.At)
	}
	return nil
}

func requested(stream string, e delivery.Requested, at time.Time) Delivery {
	return Delivery{
		Stream: stream, ID: e.Delivery, Channel: e.Channel, Template: e.Template, Edition: e.Edition, Language: e.Language,
		RecipientKind: e.Recipient.Kind, RecipientID: e.Recipient.ID, Receipt: receipt(e), State: Requested,
		Resend: e.Resend, NotAfter: e.NotAfter, NextAt: &at, RequestedAt: at,
	}
}

func (d *Delivery) become(e domain.Event, at time.Time) {
	switch e := e.(type) {
	case delivery.Failed:
		d.State, d.Why, d.Code, d.Attempts, d.NextAt = Failed, e.Code, e.Code, e.Attempt, again(e)
	case delivery.Sent:
		d.Attempts = e.Attempt
		d.arrive(Sent, at)
	case delivery.Delivered:
		d.arrive(Delivered, at)
	case delivery.InDoubt:
		d.Attempts = e.Attempt
		d.end(InDoubt, "", at)
	case delivery.Bounced:
		d.Code = e.Code
		d.end(Bounced, e.Code, at)
	case delivery.GivenUp:
		d.end(GivenUp, e.Why, at)
	}
}

func (d *Delivery) arrive(state string, at time.Time) {
	d.Code = ""
	d.end(state, "", at)
}

func (d *Delivery) end(state, why string, at time.Time) {
	d.State, d.Why, d.NextAt, d.DoneAt = state, why, nil, &at
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
