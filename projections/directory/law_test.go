package directory_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/domaintest"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
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
			func(s account.State, at time.Time) projectiontest.Move[account.Command] { return move(r, id, s, at) })
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

// move is something that a holder, the scheduler or an operator may ask for. Most of it comes in the order of signing up.
func move(r *rand.Rand, id uuid.UUID, s account.State, at time.Time) projectiontest.Move[account.Command] {
	holder, ref := domain.Actor{Kind: domain.Applicant, ID: id.String()}, secret.Ref{ID: uuid.NewSHA1(id, []byte(at.String())), Key: "1"}
	m := func(c account.Command, by domain.Actor) projectiontest.Move[account.Command] {
		return projectiontest.Move[account.Command]{Command: c, By: by}
	}
	anonymous := domain.Actor{Kind: domain.Anonymous}
	anything := []projectiontest.Move[account.Command]{
		m(account.SendLink{Link: ref, Expires: at.Add(24 * time.Hour)}, anonymous),
		m(account.Lapse{}, domain.Actor{Kind: domain.Scheduler}),
		m(account.AcceptTerms{Version: "2"}, holder),
		m(account.SendCode{Method: account.MethodMail, Code: ref, Expires: at.Add(3 * time.Hour)}, holder),
		m(account.EnterCode{Code: domaintest.Typed{s.Code.Ref}}, holder),
		m(account.EnterCode{Code: domaintest.Typed{}}, holder),
		m(account.OfferAuthenticator{Credential: ref.ID}, holder),
		m(account.ProveAuthenticator{Credential: s.Offered, Matches: true}, holder),
		m(account.IssueBackupCodes{Sheet: ref}, holder),
		m(account.UseBackupCode{Code: domaintest.Typed(s.Backup.Refs()), Session: ref.ID}, holder),
		m(account.Lock{Until: at.Add(time.Hour), Why: account.WhyPassword}, domain.Actor{Kind: domain.Reacting}),
	}
	if n := r.IntN(40); n < len(anything) {
		return anything[n]
	} else if n == 39 && s.Active {
		return m(account.Erase{}, domain.Actor{Kind: domain.Operator})
	}
	switch s.NextStep() {
	case account.StepConfirm:
		if s.Exists {
			return m(account.Confirm{Link: domaintest.Typed{s.Link}}, anonymous)
		}
		address := personal.New(personal.Holder(id), id.String()+"@example.org")
		return m(account.Register{Account: id, Address: address, Language: "en", Claim: "k1:0", Link: ref, Expires: at.Add(time.Hour)}, anonymous)
	case account.StepTerms:
		return m(account.AcceptTerms{Version: "1"}, holder)
	case account.StepPassword:
		return m(account.SetPassword{Credential: ref.ID}, holder)
	case account.StepMethod:
		return anything[3+r.IntN(5)]
	case account.StepBackupCodes:
		return m(account.IssueBackupCodes{Sheet: ref}, holder)
	case account.StepRole:
		return m(account.ChooseRole{Role: account.RoleRepresentative}, holder)
	}
	return m(account.Activate{Number: id.String()[:12]}, holder)
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
