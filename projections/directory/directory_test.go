package directory_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections/directory"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var (
	ana    = uuid.MustParse("a0000000-0000-0000-0000-000000000001")
	stream = "account-" + ana.String()
	noon   = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
)

func registered() account.Registered {
	return account.Registered{
		Account: ana, Address: personal.New(personal.Holder(ana), "ana@example.org"), Language: "es", Expires: noon.AddDate(0, 0, 1),
	}
}

func TestRows(t *testing.T) {
	t.Parallel()
	address := "ana@example.org"
	pending := directory.Account{ID: ana, Language: "es", State: directory.Pending, Address: &address, Methods: []string{}, Created: noon}
	soon, past := time.Now().Add(time.Hour).Truncate(time.Microsecond), noon.Add(time.Minute)
	signedUp := []domain.Event{
		account.Confirmed{},
		account.CodeVerified{Method: account.MethodMail},
		account.CodeVerified{Method: account.MethodMail},
		account.AuthenticatorAdded{},
		account.BackupCodesIssued{Count: 10},
		account.RoleChosen{Role: account.RoleApplicant},
		account.Activated{Number: "123456789012"},
	}
	active := with(pending, func(a *directory.Account) {
		a.State, a.Number, a.Role, a.Activated = directory.Active, "123456789012", account.RoleApplicant, &noon
		a.Methods, a.CodesLeft = []string{account.MethodMail, account.MethodAuthenticator}, 10
	})

	b := projectiontest.New(t, pgtest.New(t), directory.Projection)
	for name, c := range map[string]struct {
		given []domain.Event
		want  directory.Account
	}{
		"registered": {nil, pending},
		"confirmed":  {[]domain.Event{account.Confirmed{}}, with(pending, func(a *directory.Account) { a.State = directory.Confirmed })},
		"lapsed":     {[]domain.Event{account.Lapsed{}}, with(pending, func(a *directory.Account) { a.State, a.Address = directory.Lapsed, nil })},
		"signed up":  {signedUp, active},
		"a backup code is used": {
			append(signedUp, account.BackupCodeUsed{Number: 3}),
			with(active, func(a *directory.Account) { a.CodesLeft = 9 }),
		},
		"a method is removed": {
			append(signedUp, account.MethodRemoved{Method: account.MethodMail}),
			with(active, func(a *directory.Account) { a.Methods = []string{account.MethodAuthenticator} }),
		},
		"locked": {
			append(signedUp, account.Locked{Until: soon}),
			with(active, func(a *directory.Account) { a.State, a.LockedUntil = directory.Locked, &soon }),
		},
		"the lock has ended by itself": {
			append(signedUp, account.Locked{Until: past}),
			with(active, func(a *directory.Account) { a.LockedUntil = &past }),
		},
		"erased": {
			append(signedUp, account.Locked{Until: soon}, account.Erased{Subjects: []uuid.UUID{personal.Holder(ana)}}),
			directory.Account{ID: ana, State: directory.Erased, Methods: []string{}, Created: noon, Activated: &noon},
		},
	} {
		t.Run(name, func(t *testing.T) {
			b.Clear(t)
			b.Happen(stream, noon, registered())
			b.Happen(stream, noon, c.given...)
			b.Apply(t, 3)
			if diff := cmp.Diff(c.want, read(t, b, ana)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAddressOfAnErasedHolderIsNull(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), directory.Projection)
	e := registered()
	e.Address = e.Address.Erase() // as a replay reads it when the key is gone
	b.Happen(stream, noon, e)
	b.Apply(t, 1)
	if got := read(t, b, ana); got.Address != nil || got.State != directory.Pending {
		t.Errorf("got %v", got)
	}
}

func TestBlankedWhenTheHolderIsErased(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), directory.Projection)
	b.Happen(stream, noon, registered())
	b.Apply(t, 1)
	b.Blanks(t, personal.Holder(ana))
	if got := read(t, b, ana); got.Address != nil {
		t.Error("the address is still there")
	}
}

func TestUnknownAccount(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), directory.Projection)
	if a, err := directory.New(b.Pool).Account(t.Context(), ana); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("got %v, %v", a, err)
	}
}

func read(t *testing.T, b *projectiontest.Bench, id uuid.UUID) directory.Account {
	t.Helper()
	a, err := directory.New(b.Pool).Account(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func with[T any](v T, change func(*T)) T {
	change(&v)
	return v
}
