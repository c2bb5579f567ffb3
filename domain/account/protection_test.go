package account_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
)

func TestLock(t *testing.T) {
	t.Parallel()
	until := func(d time.Duration) account.Lock { return account.Lock{Until: noon.Add(d), Why: "password"} }
	locked := and(active, account.Locked(until(time.Hour)))
	run(t, []row{
		{Name: "by the scheduler", Given: active, Act: scheduler, When: until(time.Hour), Then: events{account.Locked(until(time.Hour))}},
		{Name: "by the one who tries", Given: active, Act: anonymous, When: until(1), Then: events{account.Locked(until(1))}},
		{Name: "by an operator", Given: active, Act: operator, When: until(time.Hour), Then: events{account.Locked(until(time.Hour))}},
		{Name: "again", Given: locked, Act: scheduler, When: until(time.Hour)},
		{Name: "for longer", Given: locked, Act: reactor, When: until(time.Hour + 1), Then: events{account.Locked(until(time.Hour + 1))}},
		{Name: "for shorter", Given: locked, Act: scheduler, When: until(time.Hour - 1)},
		{Name: "over already", Given: active, Act: scheduler, When: until(0)},
		{Name: "for no known reason", Given: active, Act: scheduler, When: account.Lock{Until: day}, Err: account.ErrInvalid},
	}, gone(until(time.Hour), scheduler), denied(until(time.Hour), active, holder, stranger, officer))
}

func TestLocked(t *testing.T) {
	t.Parallel()
	s := account.Decider.Replay(and(active, account.Locked{Until: day, Why: "password"})...)
	for at, want := range map[time.Time]bool{noon: true, day.Add(-1): true, day: false, day.Add(1): false} {
		if got := s.Locked(at); got != want {
			t.Errorf("locked %v at %v", got, at)
		}
	}
	if (account.State{}).Locked(noon) {
		t.Error("nobody is locked")
	}
}

func TestSeeDevice(t *testing.T) {
	t.Parallel()
	c := account.SeeDevice{Device: phone, Session: session}
	seen := func(n int) (out events) {
		for i := range n {
			out = append(out, account.DeviceSeen{Device: id(strconv.Itoa(i)), Session: session, First: i == 0})
		}
		return and(active, out...)
	}
	first := account.SeeDevice{Device: id("0"), Session: session}
	run(t, []row{
		{Name: "the first", Given: active, Act: holder, When: c, Then: events{account.DeviceSeen{Device: phone, Session: session, First: true}}},
		{Name: "the second", Given: seen(1), Act: holder, When: c, Then: events{account.DeviceSeen{Device: phone, Session: session}}},
		{Name: "the fourth", Given: seen(3), Act: holder, When: c, Then: events{account.DeviceSeen{Device: phone, Session: session}}},
		{Name: "a known one", Given: seen(1), Act: holder, When: first},
		{Name: "the oldest of fifty", Given: seen(50), Act: holder, When: first},
		{Name: "one that fifty others have followed", Given: seen(51), Act: holder, When: first, Then: events{
			account.DeviceSeen{Device: first.Device, Session: session},
		}},
		{Name: "the second of fifty-one", Given: seen(51), Act: holder, When: account.SeeDevice{Device: id("1"), Session: session}},
		{Name: "no device", Given: active, Act: holder, When: account.SeeDevice{Session: session}, Err: account.ErrInvalid},
		{Name: "no session", Given: active, Act: holder, When: account.SeeDevice{Device: phone}, Err: account.ErrInvalid},
		{Name: "by a reactor", Given: active, Act: reactor, When: c, Then: events{account.DeviceSeen{Device: phone, Session: session, First: true}}},
	}, gone(c, holder), gone(c, reactor), denied(c, active, stranger, anonymous, officer, operator, scheduler))
}

func TestErase(t *testing.T) {
	t.Parallel()
	then := events{account.Erased{Subjects: []uuid.UUID{personal.Holder(ana)}}}
	run(t, []row{
		{Name: "by the holder", Given: active, Act: holder, When: account.Erase{}, Then: then},
		{Name: "by an operator", Given: active, Act: operator, When: account.Erase{}, Then: then},
		{Name: "while signing up", Given: confirmed, Act: holder, When: account.Erase{}, Then: then},
		{Name: "a lapsed one, by an operator", Given: lapsed, Act: operator, When: account.Erase{}, Then: then},
		{Name: "a lapsed one, by the holder", Given: lapsed, Act: holder, When: account.Erase{}, Err: account.ErrUnknown},
		{Name: "again", Given: erased, Act: operator, When: account.Erase{}, Err: account.ErrUnknown},
		{Name: "no account", Act: operator, When: account.Erase{}, Err: account.ErrUnknown},
	}, denied(account.Erase{}, active, stranger, anonymous, officer, reactor, scheduler))
}

func TestErasedKeepsWhatIsToBeReleased(t *testing.T) {
	t.Parallel()
	s := account.Decider.Replay(erased...)
	if s.Claim != "k1:00" || s.Credential != pass || !s.Address.IsZero() || s.Active || !s.Erased {
		t.Errorf("state %+v", s)
	}
	if got := (account.Erased{Subjects: []uuid.UUID{ana}}).Erases(); len(got) != 1 || got[0] != ana {
		t.Errorf("erases %v", got)
	}
}
