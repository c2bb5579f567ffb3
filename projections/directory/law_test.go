package directory_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/projections/directory"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

// Whatever happens to an account, the row says what the aggregate's state says.
func TestRowsAreTheFold(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), directory.Projection)
	r := rand.New(rand.NewPCG(5, 6))
	want := map[uuid.UUID]account.State{}
	for i := range 30 {
		id := uuid.NewSHA1(ana, []byte{byte(i)})
		want[id] = projectiontest.Play(t, b, account.Decider, id.String(), noon, 60,
			func(s account.State, at time.Time) projectiontest.Move[account.Command] {
				return projectiontest.NextOfAccount(r, id, s, at)
			})
	}
	b.Apply(t, 13)
	for id, s := range want {
		if diff := cmp.Diff(expected(s), told(read(t, b, id))); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	b.Complete(t)
	b.Replays(t)
}

// summary is what both sides know.
type summary struct {
	State, Number, Language, Role, Address string
	Methods                                []string
	CodesLeft                              int
	Locked                                 time.Time
}

func expected(s account.State) summary {
	address, _ := s.Address.Value()
	sum := summary{
		Number: s.Number, Language: s.Language, Role: s.Role, Address: address, Methods: append([]string{}, s.Methods...),
		CodesLeft: s.Backup.Left(), Locked: s.LockedUntil, State: directory.Pending,
	}
	for state, is := range map[string]bool{
		directory.Erased: s.Erased, directory.Active: s.Active, directory.Lapsed: s.Lapsed,
		directory.Confirmed: s.Confirmed && !s.Active,
	} {
		if is {
			sum.State = state
		}
	}
	return sum
}

func told(a directory.Account) summary {
	sum := summary{
		State: a.State, Number: a.Number, Language: a.Language, Role: a.Role, Methods: a.Methods, CodesLeft: a.CodesLeft,
	}
	if a.Address != nil {
		sum.Address = *a.Address
	}
	if a.LockedUntil != nil {
		sum.Locked = *a.LockedUntil
	}
	return sum
}
