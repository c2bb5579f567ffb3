package deliveries_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/projections/deliveries"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const receipt = "IOE0912345678"

var (
	noon = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	ana  = uuid.MustParse("a0000000-0000-0000-0000-000000000001").String()
	mail = uuid.MustParse("d0000000-0000-0000-0000-000000000001")
)

func requested(id uuid.UUID) delivery.Requested {
	return delivery.Requested{
		Delivery: id, Channel: delivery.ChannelMail, Template: "welcome", Edition: "1", Language: "en",
		Recipient: domain.Actor{Kind: domain.Applicant, ID: ana}, NotAfter: noon.AddDate(0, 0, 1),
	}
}

func stream(id uuid.UUID) string { return "delivery-" + id.String() }

func TestRows(t *testing.T) {
	t.Parallel()
	retry := noon.Add(time.Hour)
	due := deliveries.Delivery{
		Stream: stream(mail), ID: mail, Channel: delivery.ChannelMail, Template: "welcome", Edition: "1", Language: "en",
		RecipientKind: domain.Applicant, RecipientID: ana, State: deliveries.Requested, NotAfter: noon.AddDate(0, 0, 1),
		NextAt: &noon, RequestedAt: noon,
	}
	ended := func(state, why string, attempts int) deliveries.Delivery {
		d := due
		d.State, d.Why, d.Attempts, d.NextAt, d.DoneAt = state, why, attempts, nil, &noon
		return d
	}
	failed := due
	failed.State, failed.Why, failed.Code, failed.Attempts, failed.NextAt = deliveries.Failed, "451", "451", 1, &retry
	refused, back := ended(deliveries.GivenUp, delivery.WhyPermanent, 1), ended(deliveries.Bounced, "5.1.1", 1)
	refused.Code, back.Code = "550", "5.1.1"
	unannounced := back
	unannounced.Attempts = 0
	temporary := delivery.Failed{Class: delivery.FailureTemporary, Code: "451", Attempt: 1, RetryAt: retry}
	permanent := delivery.Failed{Class: delivery.FailurePermanent, Code: "550", Attempt: 1}

	b := projectiontest.New(t, pgtest.New(t), deliveries.Projection)
	for name, c := range map[string]struct {
		given []domain.Event
		want  deliveries.Delivery
	}{
		"asked for":                     {nil, due},
		"failed for now":                {[]domain.Event{temporary}, failed},
		"sent":                          {[]domain.Event{delivery.Sent{Provider: "x", Attempt: 1}}, ended(deliveries.Sent, "", 1)},
		"sent after a failure":          {[]domain.Event{temporary, delivery.Sent{Attempt: 2}}, ended(deliveries.Sent, "", 2)},
		"arrived":                       {[]domain.Event{delivery.Sent{Attempt: 1}, delivery.Delivered{}}, ended(deliveries.Delivered, "", 1)},
		"arrived unannounced":           {[]domain.Event{delivery.Delivered{}}, ended(deliveries.Delivered, "", 0)},
		"failed for good":               {[]domain.Event{permanent, delivery.GivenUp{Why: delivery.WhyPermanent}}, refused},
		"in doubt":                      {[]domain.Event{delivery.InDoubt{Attempt: 1}}, ended(deliveries.InDoubt, "", 1)},
		"came back":                     {[]domain.Event{delivery.Sent{Attempt: 1}, delivery.Bounced{Code: "5.1.1"}}, back},
		"came back unannounced":         {[]domain.Event{delivery.Bounced{Code: "5.1.1"}}, unannounced},
		"came back otherwise":           {[]domain.Event{delivery.Bounced{Code: "9.9.9"}, delivery.Bounced{Code: "5.1.1"}}, unannounced},
		"arrived after it came back":    {[]domain.Event{delivery.Sent{Attempt: 1}, delivery.Bounced{Code: "5.1.1"}, delivery.Delivered{}}, ended(deliveries.Delivered, "", 1)},
		"arrived after it was given up": {[]domain.Event{permanent, delivery.GivenUp{Why: delivery.WhyPermanent}, delivery.Delivered{}}, ended(deliveries.Delivered, "", 1)},
		"there is no address":           {[]domain.Event{delivery.GivenUp{Why: delivery.WhyNoAddress}}, ended(deliveries.GivenUp, delivery.WhyNoAddress, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			b.Clear(t)
			b.Happen(stream(mail), noon, requested(mail))
			b.Happen(stream(mail), noon, c.given...)
			b.Apply(t, 2)
			got, err := deliveries.New(b.Pool).OfRecipient(t.Context(), domain.Applicant, ana, 10)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]deliveries.Delivery{c.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), deliveries.Projection)
	letter, notice, other := id(1), id(2), id(3)
	toParty := requested(letter)
	toParty.Channel, toParty.Recipient = delivery.ChannelLetter, domain.Actor{Kind: delivery.RecipientParty, ID: "p", For: receipt}
	about := requested(notice)
	about.Params = map[string]string{"receipt": receipt}
	b.Happen(stream(letter), noon, toParty)
	b.Happen(stream(notice), noon.Add(time.Hour), about)
	b.Happen(stream(other), noon.Add(2*time.Hour), requested(other))
	b.Apply(t, 3)
	d := deliveries.New(b.Pool)

	of, err := d.OfCase(t.Context(), receipt, 10)
	want(t, "of the case, newest first", of, err, notice, letter)
	of, err = d.OfCase(t.Context(), receipt, 1)
	want(t, "the newest of the case", of, err, notice)
	of, err = d.OfCase(t.Context(), "", 10)
	want(t, "of no case", of, err)
	of, err = d.OfRecipient(t.Context(), domain.Applicant, ana, 10)
	want(t, "of the holder", of, err, other, notice)
	of, err = d.OfRecipient(t.Context(), domain.Staff, ana, 10)
	want(t, "of a member of staff with the same id", of, err)
}

func TestTroubles(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), deliveries.Projection)
	ends := []domain.Event{
		delivery.Sent{Attempt: 1},
		delivery.Failed{Attempt: 1, RetryAt: noon},
		delivery.Bounced{},
		delivery.InDoubt{Attempt: 1},
		delivery.GivenUp{Why: delivery.WhyExpired},
		delivery.Delivered{}, // the seventh stays due
	}
	for i := range 7 {
		b.Happen(stream(id(i)), noon.Add(time.Duration(i)*time.Minute), requested(id(i)))
		if i < len(ends) {
			b.Happen(stream(id(i)), noon.Add(time.Hour), ends[i])
		}
	}
	b.Apply(t, 4)
	got, err := deliveries.New(b.Pool).Troubles(t.Context(), 10)
	want(t, "what staff must see", got, err, id(4), id(3), id(2), id(1))
	d := deliveries.New(b.Pool)
	got, err = d.TroublesOf(t.Context(), domain.Applicant, ana, noon.Add(2*time.Minute), 10)
	want(t, "what the holder must see of the last minutes", got, err, id(4), id(3), id(2))
	got, err = d.TroublesOf(t.Context(), domain.Applicant, ana, noon, 1)
	want(t, "the newest", got, err, id(4))
	got, err = d.TroublesOf(t.Context(), domain.Applicant, id(1).String(), noon, 10)
	want(t, "of somebody else", got, err)
	b.Complete(t)
	b.Replays(t)
}

func id(n int) uuid.UUID { return uuid.NewSHA1(mail, []byte{byte(n >> 8), byte(n)}) }

func want(t *testing.T, what string, got []deliveries.Delivery, err error, ids ...uuid.UUID) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	found := []uuid.UUID{}
	for _, d := range got {
		found = append(found, d.ID)
	}
	if diff := cmp.Diff(append([]uuid.UUID{}, ids...), found); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}
