package clients_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections/clients"
	"github.com/casetrail/casetrail/projections/keyset"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var (
	id    = uuid.MustParse("c0000000-0000-0000-0000-000000000001")
	ana   = uuid.MustParse("a0000000-0000-0000-0000-000000000001")
	bob   = uuid.MustParse("a0000000-0000-0000-0000-000000000002")
	noon  = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	later = noon.AddDate(0, 1, 0)
)

func stream(id uuid.UUID) string { return "client-" + id.String() }

func registered(id uuid.UUID, owner domain.Actor) client.Registered {
	of := client.Subject(id, owner)
	return client.Registered{
		Client: id, Owner: owner, Name: personal.New(of, "Board"), Contact: personal.New(of, "it@example.org"),
		Environment: client.Sandbox, Scopes: []string{client.CaseStatus},
	}
}

var (
	ofAna   = domain.Actor{Kind: domain.Applicant, ID: ana.String()}
	ofStaff = domain.Actor{Kind: domain.Staff, ID: bob.String()}
)

func TestRows(t *testing.T) {
	t.Parallel()
	name, contact := "Board", "it@example.org"
	first := clients.Client{
		ID: id, OwnerKind: domain.Applicant, OwnerID: ana.String(), Name: &name, Contact: &contact, Environment: client.Sandbox,
		Scopes: []string{client.CaseStatus}, State: clients.Working, Registered: noon,
	}
	first.Credentials.Of = []clients.Credential{{Number: 1, Issued: noon}}
	b := projectiontest.New(t, pgtest.New(t), clients.Projection)
	for name, c := range map[string]struct {
		given []domain.Event
		want  clients.Client
	}{
		"registered": {nil, first},
		"rotating": {[]domain.Event{client.CredentialIssued{Number: 2}}, with(first, func(c *clients.Client) {
			c.Credentials.Of = []clients.Credential{{Number: 1, Issued: noon}, {Number: 2, Issued: later}}
		})},
		"rotated": {[]domain.Event{client.CredentialIssued{Number: 2}, client.CredentialRevoked{Number: 1}}, with(first, func(c *clients.Client) {
			c.Credentials.Of = []clients.Credential{{Number: 2, Issued: later}}
		})},
		"suspended": {[]domain.Event{client.Suspended{Why: client.WhyLeaked}}, with(first, func(c *clients.Client) {
			c.State, c.Why = clients.Suspended, client.WhyLeaked
		})},
		"resumed": {[]domain.Event{client.Suspended{Why: client.WhyLeaked}, client.Resumed{}}, first},
		"closed": {[]domain.Event{client.Suspended{Why: client.WhyLeaked}, client.Closed{}}, with(first, func(c *clients.Client) {
			c.State, c.Credentials.Of = clients.Closed, []clients.Credential{}
		})},
	} {
		t.Run(name, func(t *testing.T) {
			b.Clear(t)
			b.Happen(stream(id), noon, registered(id, ofAna), client.CredentialIssued{Number: 1})
			b.Happen(stream(id), later, c.given...)
			b.Apply(t, 2)
			got, err := clients.New(b.Pool).Client(t.Context(), id, uuid.Nil)
			got.Registered = got.Registered.UTC()
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

// Staff see all, an owner their own, everybody else what there is not.
func TestWhoSeesAClient(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), clients.Projection)
	other := uuid.MustParse("c0000000-0000-0000-0000-000000000002")
	b.Happen(stream(id), noon, registered(id, ofAna))
	b.Happen(stream(other), noon, registered(other, ofStaff))
	b.Apply(t, 2)
	read := clients.New(b.Pool)
	for name, c := range map[string]struct {
		of, owner uuid.UUID
		want      error
	}{
		"staff, a representative's":       {id, uuid.Nil, nil},
		"staff, the agency's":             {other, uuid.Nil, nil},
		"its owner":                       {id, ana, nil},
		"another account":                 {id, bob, client.ErrUnknown},
		"an account, the agency's":        {other, ana, client.ErrUnknown},
		"an account with an officer's id": {other, bob, client.ErrUnknown},
		"staff, one that there is not":    {ana, uuid.Nil, client.ErrUnknown},
	} {
		if got, err := read.Client(t.Context(), c.of, c.owner); !errors.Is(err, c.want) || err == nil && got.ID != c.of {
			t.Errorf("%s: %v, %v", name, got.ID, err)
		}
	}
	for owner, want := range map[uuid.UUID]int{uuid.Nil: 2, ana: 1, bob: 0} {
		if all, _, err := read.List(t.Context(), owner, "", 10); err != nil || len(all) != want {
			t.Errorf("%s sees %d of %d, %v", owner, len(all), want, err)
		}
	}
}

func TestPagesOfClients(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), clients.Projection)
	for i := range 5 {
		one := uuid.NewSHA1(id, []byte{byte(i)})
		b.Happen(stream(one), noon.AddDate(0, 0, i/2), registered(one, ofStaff))
	}
	b.Apply(t, 5)
	read, seen, cursor := clients.New(b.Pool), map[uuid.UUID]bool{}, ""
	last := later
	for range 3 {
		page, next, err := read.List(t.Context(), uuid.Nil, cursor, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page {
			if seen[c.ID] || c.Registered.After(last) {
				t.Errorf("%s comes twice, or too late", c.ID)
			}
			seen[c.ID], last = true, c.Registered
		}
		cursor = next
	}
	if len(seen) != 5 || cursor != "" {
		t.Errorf("%d clients, then %q", len(seen), cursor)
	}
	if _, _, err := read.List(t.Context(), uuid.Nil, "x", 2); !errors.Is(err, keyset.ErrCursor) {
		t.Errorf("a cursor of nobody's: %v", err)
	}
}

func TestNamesOfAnErasedOwnerAreNull(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), clients.Projection)
	b.Happen(stream(id), noon, registered(id, ofAna))
	b.Apply(t, 1)
	b.Blanks(t, personal.Holder(ana))
	if c, err := clients.New(b.Pool).Client(t.Context(), id, uuid.Nil); err != nil || c.Name != nil || c.Contact != nil {
		t.Errorf("%+v, %v", c, err)
	}
}

func with[T any](v T, change func(*T)) T {
	change(&v)
	return v
}
