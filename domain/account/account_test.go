package account_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/domaintest"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

var suite = domaintest.New(account.Decider)

func TestMain(m *testing.M) { suite.Main(m) }

type (
	row    = domaintest.Case[account.Command, account.Event]
	events = []account.Event
	typed  = domaintest.Typed
)

var (
	ana, bob       = id("ana"), id("bob")
	noon           = time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC)
	day            = noon.Add(24 * time.Hour)
	link, newLink  = ref("link"), ref("new link")
	code, newCode  = ref("code"), ref("new code")
	sheet          = ref("sheet")
	pass, newPass  = id("password"), id("new password")
	app, newApp    = id("app"), id("new app")
	phone, session = id("phone"), id("session")
)

// The actors, at noon.
var (
	holder    = by(domain.Applicant, ana.String())
	stranger  = by(domain.Applicant, bob.String())
	anonymous = by(domain.Anonymous, "browser")
	officer   = by(domain.Staff, ana.String()) // the same id, but not as the holder
	operator  = by(domain.Operator, "root")
	reactor   = by(domain.Reacting, "confirm")
	scheduler = by(domain.Scheduler, "lapse")
)

// What happened before, step by step.
var (
	registered = events{account.Registered{
		Account: ana, Address: personal.New(personal.Holder(ana), "ana@example.org"),
		Language: "en", Claim: "k1:00", Link: link, Expires: day,
	}}
	confirmed = and(registered, account.Confirmed{})
	agreed    = and(confirmed, account.TermsAccepted{Version: "2026-01"})
	withPass  = and(agreed, account.PasswordSet{Credential: pass})
	withCode  = and(withPass, account.CodeIssued{Method: "mail", Code: code, Expires: noon.Add(10 * time.Minute)})
	withMail  = and(withCode, account.CodeVerified{Method: "mail"})
	withSheet = and(withMail, account.BackupCodesIssued{Sheet: sheet, Count: 10})
	complete  = and(withSheet, account.RoleChosen{Role: "applicant"})
	active    = and(complete, account.Activated{Number: "012345678901"})
	lapsed    = and(registered, account.Lapsed{})
	erased    = and(active, account.Erased{Subjects: []uuid.UUID{personal.Holder(ana)}})
)

func id(name string) uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)) }

func ref(name string) secret.Ref { return secret.Ref{ID: id(name), Key: "1"} }

func by(kind, id string) domain.Act {
	return domain.Act{ID: uuid.UUID{1}, By: domain.Actor{Kind: kind, ID: id}, At: noon}
}

func at(act domain.Act, t time.Time) domain.Act {
	act.At = t
	return act
}

func and(before events, more ...account.Event) events { return slices.Concat(before, more) }

// denied are rows in which those who may not ask the same.
func denied(when account.Command, given events, acts ...domain.Act) (rows []row) {
	for _, act := range acts {
		rows = append(rows, row{Name: act.By.Kind + " may not", Given: given, Act: act, When: when, Err: account.ErrUnknown})
	}
	return rows
}

// gone are rows in which the same is asked of an account that is not there, or not any longer.
func gone(when account.Command, act domain.Act) []row {
	return []row{
		{Name: "there is no account", Act: act, When: when, Err: account.ErrUnknown},
		{Name: "it lapsed", Given: lapsed, Act: act, When: when, Err: account.ErrUnknown},
		{Name: "it was erased", Given: erased, Act: act, When: when, Err: account.ErrUnknown},
	}
}

// tooEarly are rows in which the steps before are missing.
func tooEarly(when account.Command) []row {
	return []row{
		{Name: "not confirmed", Given: registered, Act: holder, When: when, Err: account.ErrUnfinished.With("next", "confirm")},
		{Name: "terms not accepted", Given: confirmed, Act: holder, When: when, Err: account.ErrUnfinished.With("next", "terms")},
	}
}

func run(t *testing.T, rows ...[]row) {
	t.Helper()
	suite.Run(t, slices.Concat(rows...))
}
