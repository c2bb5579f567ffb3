package client_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/domaintest"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

var suite = domaintest.New(client.Decider)

func TestMain(m *testing.M) { suite.Main(m) }

type (
	row    = domaintest.Case[client.Command, client.Event]
	events = []client.Event
	typed  = domaintest.Typed
)

var (
	id, ana, bob         = uuid.UUID{1}, uuid.UUID{2}, uuid.UUID{3}
	noon                 = time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC)
	first, second, third = ref(4), ref(5), ref(6)
)

// The actors, at noon. Ana is a representative.
var (
	owner     = by(domain.Applicant, ana.String())
	stranger  = by(domain.Applicant, bob.String())
	officer   = by(domain.Staff, bob.String())
	namesake  = by(domain.Staff, ana.String())
	operator  = by(domain.Operator, "root")
	anonymous = by(domain.Anonymous, "browser")
	reactor   = by(domain.Reacting, "links")
	scheduler = by(domain.Scheduler, "locks")
)

// What happened before.
var (
	register = client.Register{
		Client: id, Name: personal.New(personal.Holder(ana), "Solmarín Law"), Contact: personal.New(personal.Holder(ana), "ana@example.org"),
		Environment: client.Sandbox, Scopes: []string{client.CaseStatus}, Secret: first,
	}
	registered = events{
		client.Registered{
			Client: id, Owner: owner.By, Name: register.Name, Contact: register.Contact, Environment: register.Environment, Scopes: register.Scopes,
		},
		client.CredentialIssued{Number: 1, Secret: first},
	}
	rotating  = and(registered, client.CredentialIssued{Number: 2, Secret: second})
	rotated   = and(rotating, client.CredentialRevoked{Number: 1})
	suspended = and(registered, client.Suspended{Why: client.WhyMisuse})
	closed    = and(registered, client.Closed{})
)

func ref(n byte) secret.Ref { return secret.Ref{ID: uuid.UUID{n}, Key: "1"} }

func by(kind, who string) domain.Act {
	return domain.Act{ID: uuid.UUID{9}, By: domain.Actor{Kind: kind, ID: who}, At: noon}
}

func and(before events, more ...client.Event) events { return slices.Concat(before, more) }

func denied(when client.Command, acts ...domain.Act) (rows []row) {
	for _, act := range acts {
		rows = append(rows, row{Name: act.By.Kind + " " + act.By.ID + " may not", Given: registered, Act: act, When: when, Err: client.ErrUnknown})
	}
	return append(rows,
		row{Name: "there is none", Act: officer, When: when, Err: client.ErrUnknown},
		row{Name: "there is none, and nobody asks", Act: domain.Act{At: noon}, When: when, Err: client.ErrUnknown})
}

func TestRegister(t *testing.T) {
	t.Parallel()
	change := func(f func(*client.Register)) client.Register {
		c := register
		f(&c)
		return c
	}
	ofAgency := change(func(c *client.Register) {
		c.Name, c.Contact = personal.New(personal.Holder(id), "Status board"), personal.New(personal.Holder(id), "it@agency.example")
		c.Environment = client.Production
	})
	byOfficer := events{
		client.Registered{Client: id, Owner: officer.By, Name: ofAgency.Name, Contact: ofAgency.Contact, Environment: client.Production, Scopes: ofAgency.Scopes},
		registered[1],
	}
	rows := []row{
		{Name: "by a representative", Act: owner, When: register, Then: registered},
		{Name: "by staff", Act: officer, When: ofAgency, Then: byOfficer},
		{Name: "again", Given: registered, Act: owner, When: register, Err: client.ErrExists},
		{Name: "after its end", Given: closed, Act: owner, When: register, Err: client.ErrExists},
		{Name: "by nobody", Act: by(domain.Applicant, ""), When: register, Err: client.ErrUnknown},
		{Name: "for another person's key", Act: stranger, When: register, Err: client.ErrInvalid},
		{Name: "by staff for a person's key", Act: officer, When: register, Err: client.ErrInvalid},
	}
	for name, broken := range map[string]client.Register{
		"without an id":      change(func(c *client.Register) { c.Client = uuid.Nil }),
		"without a name":     change(func(c *client.Register) { c.Name = personal.Text{} }),
		"without a contact":  change(func(c *client.Register) { c.Contact = personal.Text{} }),
		"for nowhere":        change(func(c *client.Register) { c.Environment = "test" }),
		"without a scope":    change(func(c *client.Register) { c.Scopes = nil }),
		"for a scope twice":  change(func(c *client.Register) { c.Scopes = []string{client.CaseStatus, client.CaseStatus} }),
		"for no known scope": change(func(c *client.Register) { c.Scopes = []string{"all"} }),
		"without a secret":   change(func(c *client.Register) { c.Secret = secret.Ref{} }),
	} {
		rows = append(rows, row{Name: name, Act: owner, When: broken, Err: client.ErrInvalid})
	}
	for _, act := range []domain.Act{anonymous, reactor, scheduler} {
		rows = append(rows, row{Name: act.By.Kind + " may not", Act: act, When: register, Err: client.ErrUnknown})
	}
	suite.Run(t, rows)
}

func TestIssueCredential(t *testing.T) {
	t.Parallel()
	c := client.IssueCredential{Secret: second}
	many := registered
	for n := 2; n <= limits.ClientCredentialsEver; n++ {
		many = and(many, client.CredentialIssued{Number: n, Secret: ref(byte(n))}, client.CredentialRevoked{Number: n - 1})
	}
	last := limits.ClientCredentialsEver
	suite.Run(t, append(denied(c, stranger, anonymous, reactor, scheduler), []row{
		{Name: "a second", Given: registered, Act: owner, When: c, Then: events{client.CredentialIssued{Number: 2, Secret: second}}},
		{Name: "by staff", Given: registered, Act: officer, When: c, Then: events{client.CredentialIssued{Number: 2, Secret: second}}},
		{Name: "a third", Given: rotating, Act: owner, When: client.IssueCredential{Secret: third}, Err: client.ErrTwoCredentials},
		{
			Name: "when the first was revoked", Given: rotated, Act: owner, When: client.IssueCredential{Secret: third},
			Then: events{client.CredentialIssued{Number: 3, Secret: third}},
		},
		{
			Name: "when all were revoked", Given: and(rotated, client.CredentialRevoked{Number: 2}), Act: owner, When: client.IssueCredential{Secret: third},
			Then: events{client.CredentialIssued{Number: 3, Secret: third}},
		},
		{
			Name: "the last that it may have", Given: many[:len(many)-2], Act: owner, When: client.IssueCredential{Secret: third},
			Then: events{client.CredentialIssued{Number: last, Secret: third}},
		},
		{Name: "one more than it may have", Given: many, Act: owner, When: client.IssueCredential{Secret: third}, Err: client.ErrCredentialsSpent},
		{Name: "none", Given: registered, Act: owner, When: client.IssueCredential{}, Err: client.ErrInvalid},
		{Name: "while it is suspended", Given: suspended, Act: officer, When: c, Err: client.ErrSuspended},
		{Name: "after its end", Given: closed, Act: owner, When: c, Err: client.ErrClosed},
		{Name: "a stranger after its end", Given: closed, Act: stranger, When: c, Err: client.ErrUnknown},
	}...))
}

func TestRevokeCredential(t *testing.T) {
	t.Parallel()
	c := client.RevokeCredential{Number: 1}
	revoked := events{client.CredentialRevoked(c)}
	suite.Run(t, append(denied(c, stranger, anonymous, reactor, scheduler), []row{
		{Name: "the older", Given: rotating, Act: owner, When: c, Then: revoked},
		{Name: "the only one", Given: registered, Act: owner, When: c, Then: revoked},
		{Name: "by staff", Given: registered, Act: namesake, When: c, Then: revoked},
		{Name: "by an operator", Given: registered, Act: operator, When: c, Then: revoked},
		{Name: "while it is suspended", Given: suspended, Act: owner, When: c, Then: revoked},
		{Name: "again", Given: rotated, Act: owner, When: c, Err: client.ErrNoCredential},
		{Name: "one that is not there", Given: registered, Act: owner, When: client.RevokeCredential{Number: 2}, Err: client.ErrNoCredential},
		{Name: "after its end", Given: closed, Act: owner, When: c, Err: client.ErrClosed},
	}...))
}

func TestSuspendAndResume(t *testing.T) {
	t.Parallel()
	c := client.Suspend{Why: client.WhyMisuse}
	rows := append(denied(c, owner, stranger, anonymous, reactor, scheduler), denied(client.Resume{}, owner, stranger, anonymous, reactor, scheduler)...)
	for _, why := range client.Reasons {
		rows = append(rows, row{Name: why, Given: registered, Act: officer, When: client.Suspend{Why: why}, Then: events{client.Suspended{Why: why}}})
	}
	suite.Run(t, append(rows, []row{
		{Name: "suspended again", Given: suspended, Act: officer, When: client.Suspend{Why: client.WhyLeaked}},
		{Name: "for no reason", Given: registered, Act: officer, When: client.Suspend{}, Err: client.ErrInvalid},
		{Name: "suspended after its end", Given: closed, Act: officer, When: c, Err: client.ErrClosed},
		{Name: "resumed", Given: suspended, Act: officer, When: client.Resume{}, Then: events{client.Resumed{}}},
		{Name: "the owner does not resume", Given: suspended, Act: owner, When: client.Resume{}, Err: client.ErrUnknown},
		{Name: "resumed without need", Given: registered, Act: officer, When: client.Resume{}},
		{Name: "resumed again", Given: and(suspended, client.Resumed{}), Act: officer, When: client.Resume{}},
		{Name: "resumed after its end", Given: closed, Act: officer, When: client.Resume{}, Err: client.ErrClosed},
	}...))
}

func TestClose(t *testing.T) {
	t.Parallel()
	done := events{client.Closed{}}
	suite.Run(t, append(denied(client.Close{}, stranger, anonymous, reactor, scheduler), []row{
		{Name: "by its owner", Given: registered, Act: owner, When: client.Close{}, Then: done},
		{Name: "by staff", Given: rotating, Act: officer, When: client.Close{}, Then: done},
		{Name: "while it is suspended", Given: suspended, Act: owner, When: client.Close{}, Then: done},
		{Name: "again", Given: closed, Act: owner, When: client.Close{}},
		{Name: "a stranger, again", Given: closed, Act: stranger, When: client.Close{}, Err: client.ErrUnknown},
	}...))
}

// What opens the door, after each history.
func TestWhichCredentialOpens(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		given events
		live  []int
	}{
		"nothing":       {nil, nil},
		"registered":    {registered, []int{1}},
		"rotating":      {rotating, []int{1, 2}},
		"rotated":       {rotated, []int{2}},
		"suspended":     {suspended, nil},
		"resumed":       {and(suspended, client.Resumed{}), []int{1}},
		"closed":        {closed, nil},
		"all revoked":   {and(rotated, client.CredentialRevoked{Number: 2}), nil},
		"anew":          {and(rotated, client.CredentialRevoked{Number: 2}, client.CredentialIssued{Number: 3, Secret: third}), []int{3}},
		"closed, again": {and(suspended, client.Closed{}), nil},
	} {
		s := client.Decider.Replay(c.given...)
		for n, right := range map[int]secret.Ref{0: {}, 1: first, 2: second, 3: third} {
			want := slices.Contains(c.live, n)
			if s.Live(n) != want || s.Opens(n, typed{right}) != want {
				t.Errorf("%s: credential %d lives: %t, its secret opens: %t; want %t", name, n, s.Live(n), s.Opens(n, typed{right}), want)
			}
			if s.Opens(n, typed{ref(99)}) || s.Opens(n, nil) {
				t.Errorf("%s: a wrong secret opens credential %d", name, n)
			}
		}
		if s.Opens(1, typed{second}) || s.Opens(2, typed{first}) {
			t.Errorf("%s: the secret of one credential opens the other", name)
		}
	}
}

func TestOwnerAndScopes(t *testing.T) {
	t.Parallel()
	s := client.Decider.Replay(registered...)
	if !s.OwnedBy(owner.By) || s.OwnedBy(namesake.By) || s.OwnedBy(stranger.By) || (client.State{}).OwnedBy(domain.Actor{}) {
		t.Error("it has another owner")
	}
	if !s.May(client.CaseStatus) || s.May("all") || (client.State{}).May(client.CaseStatus) {
		t.Error("it has other scopes")
	}
}

func TestIDsReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	whole := client.ID{Client: uuid.MustParse("0f2e0000-0000-4000-8000-00000000009a"), Number: 12}
	written := "0f2e000000004000800000000000009a-12"
	if whole.String() != written || client.ParseID(written) != whole || client.ParseID(" "+written+"\n") != whole {
		t.Errorf("%v is written %s and read %v", whole, whole, client.ParseID(written))
	}
	for _, typed := range []string{
		"", "-", "-1", written[:32], written[:33], written[1:], "0" + written, strings.ToUpper(written), written + "-1", written[:33] + "012",
		written[:33] + "+12", written[:33] + "1.2", "0f2e0000-0000-4000-8000-00000000009a-12", written[:33] + strings.Repeat("9", 30), "\x00",
	} {
		if got := client.ParseID(typed); got != (client.ID{}) {
			t.Errorf("%q is read as %v", typed, got)
		}
	}
}

func TestStored(t *testing.T) {
	t.Parallel()
	domaintest.Golden(t, client.Decider.Catalog,
		registered[0], registered[1],
		client.CredentialRevoked{Number: 1},
		client.Suspended{Why: client.WhyMisuse}, client.Resumed{}, client.Closed{},
	)
}
