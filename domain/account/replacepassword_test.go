package account_test

import (
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain/account"
)

func TestReplacePassword(t *testing.T) {
	t.Parallel()
	c := account.ReplacePassword{Credential: newPass, Was: pass}
	set := events{account.PasswordSet{Credential: newPass, Was: pass}}
	run(t, []row{
		{Name: "by the holder", Given: active, Act: holder, When: c, Then: set},
		{Name: "by a reactor", Given: active, Act: reactor, When: c, Then: set},
		{Name: "while signing up", Given: withPass, Act: holder, When: c, Then: set},
		{Name: "again", Given: and(active, set...), Act: reactor, When: c},
		{Name: "another was set meanwhile", Given: and(active, account.PasswordSet{Credential: app, Was: pass}), Act: reactor, When: c, Err: account.ErrPasswordReplaced},
		{Name: "there was none", Given: agreed, Act: holder, When: c, Err: account.ErrPasswordReplaced},
		{Name: "none", Given: active, Act: holder, When: account.ReplacePassword{Was: pass}, Err: account.ErrInvalid},
		{Name: "of nothing", Given: active, Act: holder, When: account.ReplacePassword{Credential: newPass}, Err: account.ErrInvalid},
	}, gone(c, holder), gone(c, reactor), denied(c, active, stranger, anonymous, officer, operator, scheduler))
}

func TestANewPasswordUnlocks(t *testing.T) {
	t.Parallel()
	locked := and(active, account.Locked{Until: day, Why: account.WhyPassword})
	if s := account.Decider.Replay(locked...); !s.Locked(day.Add(-time.Second)) {
		t.Fatal("not locked")
	}
	if s := account.Decider.Replay(and(locked, account.PasswordSet{Credential: newPass, Was: pass})...); s.Locked(noon) {
		t.Error("still locked")
	}
}
