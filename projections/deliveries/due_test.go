package deliveries_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/projections/deliveries"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

func TestDue(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), deliveries.Projection)
	soon := time.Now().Add(time.Hour)
	fresh, again, notYet, sent, letter, leased, orphan, future := id(1), id(2), id(3), id(4), id(5), id(6), id(7), id(8)
	for i, of := range []uuid.UUID{fresh, again, notYet, sent, letter, leased, orphan, future} {
		e := requested(of)
		if of == letter {
			e.Channel = delivery.ChannelLetter
		}
		b.Happen(stream(of), noon.Add(time.Duration(i)*time.Minute), e)
	}
	b.Happen(stream(again), noon, delivery.Failed{Attempt: 1, RetryAt: noon.Add(time.Hour)})
	b.Happen(stream(notYet), noon, delivery.Failed{Attempt: 1, RetryAt: soon})
	b.Happen(stream(sent), noon, delivery.Sent{Attempt: 1})
	b.Apply(t, 100)
	send(t, b, leased, time.Minute)
	send(t, b, orphan, -time.Minute)
	send(t, b, future, time.Hour)
	if _, err := b.Pool.Exec(t.Context(), `update app.sends set started_at = now() + interval '59 minutes' where delivery = $1`, future); err != nil {
		t.Fatal(err) // it was taken before the database's clock was turned back
	}

	d := deliveries.New(b.Pool)
	due, err := d.Due(t.Context(), delivery.ChannelMail, time.Now(), 10)
	want(t, "mail that nobody sends, longest due first", due, err, fresh, orphan, future, again)
	due, err = d.Due(t.Context(), delivery.ChannelMail, time.Now(), 1)
	want(t, "the first", due, err, fresh)
	due, err = d.Due(t.Context(), delivery.ChannelLetter, time.Now(), 10)
	want(t, "letters", due, err, letter)
}

func TestQueriesReadNoWholeTable(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), deliveries.Projection)
	for i := range 3000 {
		e := requested(id(i))
		e.Recipient.ID, e.Params = id(i/10).String(), map[string]string{"receipt": id(i / 5).String()}
		b.Happen(stream(id(i)), noon.Add(time.Duration(i)*time.Second), e)
		if i > 20 {
			b.Happen(stream(id(i)), noon, delivery.Sent{Attempt: 1})
		}
	}
	b.Apply(t, 1000)
	b.Indexed(t, deliveries.DueSQL, delivery.ChannelMail, time.Now(), 10)
	b.Indexed(t, deliveries.OfRecipientSQL, "applicant", id(7).String(), 10)
	b.Indexed(t, deliveries.OfCaseSQL, id(7).String(), 10)
	b.Indexed(t, deliveries.TroublesSQL, 10)
	b.Indexed(t, deliveries.TroublesOfSQL, "applicant", id(7).String(), noon, 10)
}

// send says that a sender has a message in hand, and for how long that counts.
func send(t *testing.T, b *projectiontest.Bench, of uuid.UUID, lease time.Duration) {
	t.Helper()
	_, err := b.Pool.Exec(t.Context(),
		`insert into app.sends (delivery, owner, attempt, lease_until) values ($1, $1, 1, now() + $2)`, of, lease)
	if err != nil {
		t.Fatal(err)
	}
}
