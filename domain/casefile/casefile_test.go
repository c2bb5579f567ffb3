package casefile_test

import (
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/domaintest"
	"github.com/casetrail/casetrail/domain/personal"
)

var suite = domaintest.New(casefile.Decider)

func TestMain(m *testing.M) { suite.Main(m) }

type (
	rows   = []domaintest.Case[casefile.Command, casefile.Event]
	events = []casefile.Event
	params = map[string]string
)

const number casefile.Receipt = "IOE0912345678"

var (
	noon    = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	today   = civil.Date{Year: 2026, Month: time.March, Day: 10}
	subject = personal.Party(string(number), "applicant")
	party   = casefile.Party{
		Role:       "applicant",
		GivenName:  personal.New(subject, "Ana"),
		FamilyName: personal.New(subject, "Flores"),
		BirthDate:  personal.NewDate(subject, civil.Date{Year: 1990, Month: time.May, Day: 4}),
		Address:    personal.New(subject, "1 Elm Street\nOmaha, NE 68101"),
		ANumber:    personal.New(subject, "A012345678"),
	}
	receive = casefile.Receive{
		Receipt: number, Channel: casefile.ChannelPaper, Form: "I-90", ReceiptDate: today.AddDays(-1), Office: "NBC", Language: "es", Party: party,
	}
	received = casefile.Received(receive)
	officer  = by(domain.Staff)
)

func by(kind string) domain.Act {
	return domain.Act{By: domain.Actor{Kind: kind, ID: "someone"}, At: noon}
}

// strangers may not touch the record, whatever they ask.
var strangers = []string{domain.Applicant, domain.Reacting, domain.Scheduler, domain.Anonymous, ""}

func refuseStrangers(t *testing.T, given events, when casefile.Command) {
	t.Helper()
	for _, kind := range strangers {
		suite.Run(t, rows{{Name: "not by " + kind, Given: given, Act: by(kind), When: when, Err: casefile.ErrUnknown}})
	}
}

func recorded(n int, code string, on civil.Date, p params) casefile.Recorded {
	return casefile.Recorded{Number: n, Code: code, Occurred: on, Params: p, Office: "NBC"}
}

func transferred(n int, from, to string, on civil.Date) casefile.Transferred {
	return casefile.Transferred{Number: n, Code: "BB", From: from, To: to, Occurred: on}
}

func canceled(n, action int) casefile.Corrected {
	return casefile.Corrected{Number: n, Action: action, How: casefile.HowCancel, Code: "KK", Why: "wrong_code", Occurred: today}
}

func voided(n, action int) casefile.Corrected {
	return casefile.Corrected{Number: n, Action: action, How: casefile.HowVoid, Code: "KQ", Why: "wrong_case", Occurred: today}
}

func TestStored(t *testing.T) {
	t.Parallel()
	full := received
	full.Protected = true
	domaintest.Golden(t, casefile.Decider.Catalog,
		full,
		recorded(1, "IK", today, params{"notice": "I-797E", "due": "2026-06-02"}),
		canceled(2, 1),
		transferred(3, "NBC", "NYC", today),
	)
}
