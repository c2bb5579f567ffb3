package delivery_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/domaintest"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

var suite = domaintest.New(delivery.Decider)

func TestMain(m *testing.M) { suite.Main(m) }

type (
	row    = domaintest.Case[delivery.Command, delivery.Event]
	events = []delivery.Event
)

var (
	noon   = time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC)
	hour   = noon.Add(time.Hour)
	ana    = domain.Actor{Kind: domain.Applicant, ID: "ana"}
	sender = by(domain.Reacting)
)

var request = delivery.Request{
	Delivery: uuid.UUID{1}, Channel: "mail", Template: "sign_in_code", Edition: "2026-01", Language: "en", Recipient: ana,
	To: personal.New(personal.Holder(uuid.UUID{2}), "ana@example.org"), Params: map[string]string{"minutes": "10"},
	Code: secret.Ref{ID: uuid.UUID{3}, Key: "1"}, Purpose: secret.SignInCode, NotAfter: hour,
}

// What happened before.
var (
	due     = events{delivery.Requested(request)}
	again   = events{delivery.Requested(change(func(c *delivery.Request) { c.Resend = true }))}
	failed  = and(due, delivery.Failed{Class: "temporary", Code: "451", Attempt: 1, RetryAt: noon.Add(time.Minute)})
	sent    = and(due, delivery.Sent{Provider: "relay", Attempt: 1})
	bounced = and(sent, delivery.Bounced{Code: "5.1.1"})
	arrived = and(sent, delivery.Delivered{})
	doubt   = and(due, delivery.InDoubt{Attempt: 1})
	givenUp = and(due, delivery.GivenUp{Why: "expired"})
)

func by(kind string) domain.Act {
	return domain.Act{ID: uuid.UUID{9}, By: domain.Actor{Kind: kind, ID: "ana"}, At: noon}
}

func and(before events, more ...delivery.Event) events { return slices.Concat(before, more) }

func change(f func(*delivery.Request)) delivery.Request {
	c := request
	f(&c)
	return c
}

// system are rows for who may and who may not.
func system(when delivery.Command, given, then events) (rows []row) {
	for _, kind := range []string{domain.Reacting, domain.Scheduler, domain.Operator} {
		rows = append(rows, row{Name: kind + " may", Given: given, Act: by(kind), When: when, Then: then})
	}
	for _, kind := range []string{domain.Applicant, domain.Staff, domain.Anonymous, ""} {
		rows = append(rows, row{Name: "a kind " + kind + " may not", Given: given, Act: by(kind), When: when, Err: delivery.ErrUnknown})
	}
	if given != nil {
		rows = append(rows, row{Name: "no message", Act: sender, When: when, Err: delivery.ErrUnknown})
	}
	return rows
}

// ends are rows for the ends that a message may have had already: nothing, or too late.
func ends(when delivery.Command, nothing []events, late ...events) (rows []row) {
	for _, given := range nothing {
		rows = append(rows, row{Name: "nothing after " + given[len(given)-1].EventType(), Given: given, Act: sender, When: when})
	}
	for _, given := range late {
		rows = append(rows, row{Name: "too late after " + given[len(given)-1].EventType(), Given: given, Act: sender, When: when, Err: delivery.ErrDone})
	}
	return rows
}

func run(t *testing.T, rows ...[]row) {
	t.Helper()
	suite.Run(t, slices.Concat(rows...))
}

func TestRequest(t *testing.T) {
	t.Parallel()
	invalid := func(name string, f func(*delivery.Request)) row {
		return row{Name: name, Act: sender, When: change(f), Err: delivery.ErrInvalid}
	}
	ok := func(name string, f func(*delivery.Request)) row {
		return row{Name: name, Act: sender, When: change(f), Then: events{delivery.Requested(change(f))}}
	}
	run(t, system(request, nil, due), []row{
		{Name: "again", Given: due, Act: sender, When: request},
		{Name: "again when sent", Given: sent, Act: sender, When: request},
		ok("a text message", func(c *delivery.Request) { c.Channel = "text" }),
		ok("a letter", func(c *delivery.Request) { c.Channel = "letter" }),
		ok("without an address", func(c *delivery.Request) { c.To = personal.Text{} }),
		ok("without a secret", func(c *delivery.Request) { c.Code, c.Purpose = secret.Ref{}, "" }),
		ok("too late", func(c *delivery.Request) { c.NotAfter = noon.Add(-time.Hour) }),
		invalid("without an id", func(c *delivery.Request) { c.Delivery = uuid.Nil }),
		invalid("by pigeon", func(c *delivery.Request) { c.Channel = "pigeon" }),
		invalid("without a template", func(c *delivery.Request) { c.Template = "" }),
		invalid("without an edition", func(c *delivery.Request) { c.Edition = "" }),
		invalid("without a language", func(c *delivery.Request) { c.Language = "" }),
		invalid("to nobody", func(c *delivery.Request) { c.Recipient = domain.Actor{} }),
		invalid("with a secret for nothing", func(c *delivery.Request) { c.Purpose = "" }),
		invalid("with a purpose and no secret", func(c *delivery.Request) { c.Code = secret.Ref{} }),
		invalid("for ever", func(c *delivery.Request) { c.NotAfter = time.Time{} }),
	})
}

func TestRecordSent(t *testing.T) {
	t.Parallel()
	c := delivery.RecordSent{Provider: "relay"}
	run(t, system(c, due, events{delivery.Sent{Provider: "relay", Attempt: 1}}), []row{
		{Name: "at the second try", Given: failed, Act: sender, When: c, Then: events{delivery.Sent{Provider: "relay", Attempt: 2}}},
	}, ends(c, []events{sent, bounced, arrived, and(due, delivery.Delivered{})}, doubt, givenUp))
}

func TestRecordFailure(t *testing.T) {
	t.Parallel()
	retry := func(at time.Time) delivery.RecordFailure {
		return delivery.RecordFailure{Class: "temporary", Code: "451", RetryAt: at}
	}
	again := func(attempt int, at time.Time) delivery.Event {
		return delivery.Failed{Class: "temporary", Code: "451", Attempt: attempt, RetryAt: at}
	}
	minute, last := noon.Add(time.Minute), hour.Add(-time.Microsecond)
	run(t, system(retry(minute), due, events{again(1, minute)}), []row{
		{Name: "the second time", Given: failed, Act: sender, When: retry(minute), Then: events{again(2, minute)}},
		{Name: "the next try is just in time", Given: due, Act: sender, When: retry(last), Then: events{again(1, last)}},
		{
			Name: "the next try is too late", Given: due, Act: sender, When: retry(hour),
			Then: events{again(1, time.Time{}), delivery.GivenUp{Why: "expired"}},
		},
		{
			Name: "for good", Given: failed, Act: sender, When: delivery.RecordFailure{Class: "permanent", Code: "550"},
			Then: events{delivery.Failed{Class: "permanent", Code: "550", Attempt: 2}, delivery.GivenUp{Why: "permanent"}},
		},
		{Name: "try again in the past", Given: due, Act: sender, When: retry(noon), Err: delivery.ErrInvalid},
		{Name: "never try again", Given: due, Act: sender, When: retry(time.Time{}), Err: delivery.ErrInvalid},
		{Name: "of no class", Given: due, Act: sender, When: delivery.RecordFailure{RetryAt: minute}, Err: delivery.ErrInvalid},
	}, ends(retry(minute), []events{arrived}, sent, bounced, doubt, givenUp))
}

func TestRecordBounce(t *testing.T) {
	t.Parallel()
	c := delivery.RecordBounce{Code: "5.1.1"}
	then := events{delivery.Bounced(c)}
	run(t, system(c, sent, then), []row{
		{Name: "before anybody recorded that it was sent", Given: due, Act: sender, When: c, Then: then},
		{Name: "which ends the doubt", Given: doubt, Act: sender, When: c, Then: then},
		{Name: "when it was given up", Given: givenUp, Act: sender, When: c, Then: then},
		{Name: "for a reason that sorts before", Given: bounced, Act: sender, When: delivery.RecordBounce{Code: "4.2.2"}, Then: events{delivery.Bounced{Code: "4.2.2"}}},
		{Name: "for a reason that sorts after", Given: bounced, Act: sender, When: delivery.RecordBounce{Code: "unknown"}},
	}, ends(c, []events{bounced}, arrived))
}

func TestRecordDelivered(t *testing.T) {
	t.Parallel()
	c := delivery.RecordDelivered{}
	then := events{delivery.Delivered{}}
	run(t, system(c, sent, then), []row{
		{Name: "before anybody recorded that it was sent", Given: due, Act: sender, When: c, Then: then},
		{Name: "after a try that seemed to fail", Given: failed, Act: sender, When: c, Then: then},
		{Name: "which ends the doubt", Given: doubt, Act: sender, When: c, Then: then},
		{Name: "after a try that came back", Given: bounced, Act: sender, When: c, Then: then},
		{Name: "after it was given up", Given: givenUp, Act: sender, When: c, Then: then},
	}, ends(c, []events{arrived}))
}

func TestRecordDoubt(t *testing.T) {
	t.Parallel()
	c := delivery.RecordDoubt{}
	run(t, system(c, due, events{delivery.InDoubt{Attempt: 1}}), []row{
		{Name: "at the second try", Given: failed, Act: sender, When: c, Then: events{delivery.InDoubt{Attempt: 2}}},
		{Name: "what may be sent twice stays due", Given: again, Act: sender, When: c},
		{Name: "what may be sent twice and was sent", Given: and(again, delivery.Sent{Provider: "relay", Attempt: 1}), Act: sender, When: c, Err: delivery.ErrDone},
	}, ends(c, []events{doubt, arrived}, sent, bounced, givenUp))
}

func TestGiveUp(t *testing.T) {
	t.Parallel()
	c := delivery.GiveUp{Why: "expired"}
	rows := system(c, due, events{delivery.GivenUp(c)})
	for _, why := range []string{"expired", "attempts", "permanent", "no_address"} {
		rows = append(rows, row{Name: why, Given: failed, Act: sender, When: delivery.GiveUp{Why: why}, Then: events{delivery.GivenUp{Why: why}}})
	}
	run(t, rows, []row{
		{Name: "for no reason", Given: due, Act: sender, When: delivery.GiveUp{}, Err: delivery.ErrInvalid},
	}, ends(c, []events{givenUp}, sent, bounced, doubt, arrived))
}

func TestID(t *testing.T) {
	t.Parallel()
	event, party := uuid.UUID{1}, domain.Actor{Kind: delivery.RecipientParty, ID: "beneficiary", For: "IOE0912345678"}
	seen := map[uuid.UUID]string{}
	for name, id := range map[string]uuid.UUID{
		"one":               delivery.ID(event, "welcome", ana),
		"another event":     delivery.ID(uuid.UUID{2}, "welcome", ana),
		"another template":  delivery.ID(event, "goodbye", ana),
		"another kind":      delivery.ID(event, "welcome", domain.Actor{Kind: domain.Staff, ID: "ana"}),
		"another recipient": delivery.ID(event, "welcome", domain.Actor{Kind: domain.Applicant, ID: "bob"}),
		"a party":           delivery.ID(event, "welcome", party),
		"another case":      delivery.ID(event, "welcome", domain.Actor{Kind: party.Kind, ID: party.ID, For: "IOE0912345679"}),
	} {
		if other := seen[id]; other != "" {
			t.Errorf("%s is the same message as %s", name, other)
		}
		seen[id] = name
	}
	if first, again := delivery.ID(event, "welcome", ana), delivery.ID(event, "welcome", ana); first != again {
		t.Error("answering twice is two messages")
	}
}

func TestStored(t *testing.T) {
	t.Parallel()
	domaintest.Golden(t, delivery.Decider.Catalog,
		delivery.Requested(change(func(c *delivery.Request) {
			c.Resend, c.Recipient = true, domain.Actor{Kind: delivery.RecipientParty, ID: "beneficiary", For: "IOE0912345678"}
		})),
		delivery.Sent{Provider: "relay", Attempt: 1},
		delivery.Failed{Class: "temporary", Code: "451", Attempt: 1, RetryAt: hour},
		delivery.Bounced{Code: "5.1.1"},
		delivery.Delivered{},
		delivery.InDoubt{Attempt: 1},
		delivery.GivenUp{Why: "expired"},
	)
}
