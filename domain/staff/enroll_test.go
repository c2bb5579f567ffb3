package staff_test

import (
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain/staff"
)

func TestSetPassword(t *testing.T) {
	t.Parallel()
	c := staff.SetPassword{Credential: pass}
	run(t, hers(c), []row{
		{Name: "the first", Given: invited, Act: herself, When: c, Then: events{staff.PasswordSet{Credential: pass}}},
		{Name: "again", Given: withPass, Act: herself, When: c},
		{Name: "once enrolled", Given: enrolled, Act: herself, When: staff.SetPassword{Credential: newPass}, Err: staff.ErrLinkUsed},
		{Name: "another, invited again", Given: anew, Act: herself, When: staff.SetPassword{Credential: newPass}, Then: events{staff.PasswordSet{Credential: newPass, Was: pass}}},
		{Name: "none", Given: invited, Act: herself, When: staff.SetPassword{}, Err: staff.ErrInvalid},
	})
}

func TestOfferAuthenticator(t *testing.T) {
	t.Parallel()
	c := staff.OfferAuthenticator{Credential: app}
	next := staff.OfferAuthenticator{Credential: newApp}
	run(t, hers(c), []row{
		{Name: "the first", Given: withPass, Act: herself, When: c, Then: events{staff.AuthenticatorOffered(c)}},
		{Name: "before the password", Given: invited, Act: herself, When: c, Then: events{staff.AuthenticatorOffered(c)}},
		{Name: "again", Given: offered, Act: herself, When: c},
		{Name: "another", Given: offered, Act: herself, When: next, Then: events{staff.AuthenticatorOffered(next)}},
		{Name: "once enrolled", Given: enrolled, Act: herself, When: c, Err: staff.ErrLinkUsed},
		{Name: "the one in use, invited again", Given: anew, Act: herself, When: c},
		{Name: "none", Given: withPass, Act: herself, When: staff.OfferAuthenticator{}, Err: staff.ErrInvalid},
	})
}

func TestProveAuthenticator(t *testing.T) {
	t.Parallel()
	right, wrong := staff.ProveAuthenticator{Credential: app, Matches: true}, staff.ProveAuthenticator{Credential: app}
	ok := events{staff.Enrolled{Authenticator: app}}
	tooMany := and(offered, refusals(5)...)
	next := staff.ProveAuthenticator{Credential: newApp, Matches: true}
	run(t, hers(right), []row{
		{Name: "the right code", Given: offered, Act: herself, When: right, Then: ok},
		{Name: "again", Given: enrolled, Act: herself, When: right, Err: staff.ErrLinkUsed},
		{Name: "again, but wrong", Given: enrolled, Act: herself, When: wrong, Err: staff.ErrLinkUsed},
		{Name: "the one in use, invited again", Given: anew, Act: herself, When: right, Err: staff.ErrNotOffered},
		{
			Name: "another phone", Given: and(anew, staff.AuthenticatorOffered{Credential: newApp}), Act: herself, When: next,
			Then: events{staff.Enrolled{Authenticator: newApp, Was: app}},
		},
		{Name: "a wrong code", Given: offered, Act: herself, When: wrong, Then: events{staff.CodeRefused{Left: 4}}, Err: staff.ErrWrongCode.With("left", "4")},
		{
			Name: "the fifth wrong code", Given: and(offered, refusals(4)...), Act: herself, When: wrong,
			Then: events{staff.CodeRefused{Left: 0}}, Err: staff.ErrWrongCode.With("left", "0"),
		},
		{Name: "the right code after four wrong ones", Given: and(offered, refusals(4)...), Act: herself, When: right, Then: ok},
		{Name: "the right code after five wrong ones", Given: tooMany, Act: herself, When: right, Err: staff.ErrTooManyCodes},
		{
			Name: "a new authenticator after five wrong ones", Given: and(tooMany, staff.AuthenticatorOffered{Credential: newApp}), Act: herself, When: next,
			Then: events{staff.Enrolled{Authenticator: newApp}},
		},
		{
			Name: "no password yet", Given: and(invited, staff.AuthenticatorOffered{Credential: app}), Act: herself, When: right,
			Err: staff.ErrUnfinished.With("next", "password"),
		},
		{Name: "not offered", Given: withPass, Act: herself, When: right, Err: staff.ErrNotOffered},
		{Name: "none, when none was offered", Given: withPass, Act: herself, When: staff.ProveAuthenticator{Matches: true}, Err: staff.ErrNotOffered},
		{Name: "the one offered before", Given: and(offered, staff.AuthenticatorOffered{Credential: newApp}), Act: herself, When: right, Err: staff.ErrNotOffered},
	})
}

func TestLock(t *testing.T) {
	t.Parallel()
	until := func(d time.Duration) staff.Lock { return staff.Lock{Until: noon.Add(d), Why: "password"} }
	locked := and(enrolled, staff.Locked(until(time.Hour)))
	then := func(d time.Duration) events { return events{staff.Locked(until(d))} }
	run(t, []row{
		{Name: "by the scheduler", Given: enrolled, Act: scheduler, When: until(time.Hour), Then: then(time.Hour)},
		{Name: "by the one who tries", Given: enrolled, Act: anonymous, When: until(1), Then: then(1)},
		{Name: "by an operator", Given: enrolled, Act: operator, When: until(time.Hour), Then: then(time.Hour)},
		{Name: "again", Given: locked, Act: scheduler, When: until(time.Hour)},
		{Name: "for longer", Given: locked, Act: reactor, When: until(time.Hour + 1), Then: then(time.Hour + 1)},
		{Name: "for shorter", Given: locked, Act: scheduler, When: until(time.Hour - 1)},
		{Name: "over already", Given: enrolled, Act: scheduler, When: until(0)},
		{Name: "for no known reason", Given: enrolled, Act: scheduler, When: staff.Lock{Until: soon}, Err: staff.ErrInvalid},
		{Name: "nobody", Act: scheduler, When: until(1), Err: staff.ErrUnknown},
		{Name: "disabled", Given: disabled, Act: scheduler, When: until(1), Err: staff.ErrUnknown},
	}, denied(until(time.Hour), enrolled, herself, colleague, namesake))
	s := staff.Decider.Replay(locked...)
	for at, want := range map[time.Duration]bool{0: true, time.Hour - 1: true, time.Hour: false} {
		if got := s.Locked(noon.Add(at)); got != want {
			t.Errorf("locked %v after %v", got, at)
		}
	}
}

func TestNextStep(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		given events
		want  string
	}{{nil, ""}, {invited, "password"}, {withPass, "authenticator"}, {offered, "authenticator"}, {enrolled, ""}, {and(invited, staff.Disabled{}), ""}} {
		if got := staff.Decider.Replay(tc.given...).NextStep(); got != tc.want {
			t.Errorf("next step %q after %d events, want %q", got, len(tc.given), tc.want)
		}
	}
}
