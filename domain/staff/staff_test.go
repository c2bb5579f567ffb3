package staff_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/domaintest"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/staff"
)

var suite = domaintest.New(staff.Decider)

func TestMain(m *testing.M) { suite.Main(m) }

type (
	row    = domaintest.Case[staff.Command, staff.Event]
	events = []staff.Event
	typed  = domaintest.Typed
)

var (
	eve, bob      = uuid.UUID{1}, uuid.UUID{2}
	noon          = time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC)
	soon          = noon.Add(72 * time.Hour)
	link, newLink = secret.Ref{ID: uuid.UUID{3}, Key: "1"}, secret.Ref{ID: uuid.UUID{4}, Key: "1"}
	pass, newPass = uuid.UUID{5}, uuid.UUID{6}
	app, newApp   = uuid.UUID{7}, uuid.UUID{8}
)

// The actors, at noon.
var (
	herself   = by(domain.Staff, eve.String())
	colleague = by(domain.Staff, bob.String())
	namesake  = by(domain.Applicant, eve.String())
	anonymous = by(domain.Anonymous, "browser")
	operator  = by(domain.Operator, "root")
	reactor   = by(domain.Reacting, "locks")
	scheduler = by(domain.Scheduler, "locks")
)

// What happened before.
var (
	invited = events{staff.Invited{
		Staff: eve, Name: personal.New(personal.Holder(eve), "Eve"), Address: personal.New(personal.Holder(eve), "eve@example.org"),
		Role: "officer", Claim: "k1:00", Link: link, Expires: soon,
	}}
	withPass = and(invited, staff.PasswordSet{Credential: pass})
	offered  = and(withPass, staff.AuthenticatorOffered{Credential: app})
	enrolled = and(offered, staff.Enrolled{Authenticator: app})
	disabled = and(enrolled, staff.Disabled{})
	anew     = and(enrolled, staff.LinkIssued{Link: newLink, Expires: soon}) // invited again, as after a lost phone
)

func by(kind, id string) domain.Act {
	return domain.Act{ID: uuid.UUID{9}, By: domain.Actor{Kind: kind, ID: id}, At: noon}
}

func and(before events, more ...staff.Event) events { return slices.Concat(before, more) }

func denied(when staff.Command, given events, acts ...domain.Act) (rows []row) {
	for _, act := range acts {
		rows = append(rows, row{Name: act.By.Kind + " " + act.By.ID + " may not", Given: given, Act: act, When: when, Err: staff.ErrUnknown})
	}
	return rows
}

// hers are rows for whoever is not this member of staff, or not (any longer) one at all.
func hers(when staff.Command) []row {
	return append(denied(when, invited, colleague, namesake, anonymous, operator, reactor, scheduler),
		row{Name: "not invited", Act: herself, When: when, Err: staff.ErrUnknown},
		row{Name: "disabled", Given: disabled, Act: herself, When: when, Err: staff.ErrUnknown})
}

// refusals are n wrong codes.
func refusals(n int) (out events) {
	for i := range n {
		out = append(out, staff.CodeRefused{Left: 4 - i})
	}
	return out
}

func run(t *testing.T, rows ...[]row) {
	t.Helper()
	suite.Run(t, slices.Concat(rows...))
}

func TestStored(t *testing.T) {
	t.Parallel()
	domaintest.Golden(t, staff.Decider.Catalog,
		invited[0],
		staff.LinkIssued{Link: newLink, Expires: soon},
		staff.PasswordSet{Credential: newPass, Was: pass},
		staff.AuthenticatorOffered{Credential: app},
		staff.Enrolled{Authenticator: newApp, Was: app},
		staff.CodeRefused{Left: 4},
		staff.Locked{Until: soon, Why: "password"},
		staff.Disabled{},
	)
}
