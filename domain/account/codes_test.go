package account_test

import (
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain/account"
)

const life = 10 * time.Minute

// refusals are n wrong codes at noon, with the last one leaving none.
func refusals(method string, n int) (out events) {
	for i := range n {
		out = append(out, account.CodeRefused{Method: method, Left: 4 - i, Until: noon.Add(life)})
	}
	return out
}

func TestSendCode(t *testing.T) {
	t.Parallel()
	c := account.SendCode{Method: "mail", Code: code, Expires: noon.Add(life)}
	next := account.SendCode{Method: "mail", Code: newCode, Expires: noon.Add(life)}
	tooMany := and(withCode, refusals("mail", 5)...)
	run(t, []row{
		{Name: "by mail", Given: withPass, Act: holder, When: c, Then: events{account.CodeIssued(c)}},
		{Name: "another", Given: withCode, Act: holder, When: next, Then: events{account.CodeIssued(next)}},
		{Name: "nothing for a proved method", Given: withMail, Act: holder, When: next},
		{Name: "after four wrong ones", Given: and(withCode, refusals("mail", 4)...), Act: holder, When: next, Then: events{account.CodeIssued(next)}},
		{Name: "after five wrong ones", Given: tooMany, Act: holder, When: next, Err: account.ErrTooManyCodes.After(life)},
		{
			Name: "ten minutes later", Given: tooMany, Act: at(holder, noon.Add(life)),
			When: account.SendCode{Method: "mail", Code: newCode, Expires: noon.Add(2 * life)},
			Then: events{account.CodeIssued{Method: "mail", Code: newCode, Expires: noon.Add(2 * life)}},
		},
		{Name: "by an unknown way", Given: withPass, Act: holder, When: account.SendCode{Method: "authenticator", Code: code, Expires: day}, Err: account.ErrInvalid},
		{Name: "no code", Given: withPass, Act: holder, When: account.SendCode{Method: "mail", Expires: day}, Err: account.ErrInvalid},
		{Name: "one that is over", Given: withPass, Act: holder, When: account.SendCode{Method: "mail", Code: code, Expires: noon}, Err: account.ErrInvalid},
	}, tooEarly(c), gone(c, holder), denied(c, withPass, stranger, anonymous, officer, operator, reactor, scheduler))
}

func TestEnterCode(t *testing.T) {
	t.Parallel()
	right, wrong := account.EnterCode{Code: typed{code}}, account.EnterCode{Code: typed{newCode}}
	renewed := and(withCode, account.CodeIssued{Method: "mail", Code: newCode, Expires: noon.Add(life)})
	ok := events{account.CodeVerified{Method: "mail"}}
	refused := func(left int, at time.Time) events {
		return events{account.CodeRefused{Method: "mail", Left: left, Until: at.Add(life)}}
	}
	wrongRow := func(name string, given events, left string, then events) row {
		return row{Name: name, Given: given, Act: holder, When: wrong, Then: then, Err: account.ErrWrongCode.With("left", left)}
	}
	run(t, []row{
		{Name: "the right one", Given: withCode, Act: holder, When: right, Then: ok},
		{Name: "in the last moment", Given: withCode, Act: at(holder, noon.Add(life-time.Microsecond)), When: right, Then: ok},
		{Name: "at its end", Given: withCode, Act: at(holder, noon.Add(life)), When: right, Err: account.ErrCodeExpired},
		{Name: "after its end", Given: withCode, Act: at(holder, noon.Add(life+time.Microsecond)), When: right, Err: account.ErrCodeExpired},
		{Name: "a second time", Given: withMail, Act: holder, When: right, Err: account.ErrNoCode},
		{Name: "the one before the last", Given: renewed, Act: holder, When: right, Then: refused(4, noon), Err: account.ErrWrongCode},
		{Name: "the last one", Given: renewed, Act: holder, When: wrong, Then: ok},
		{Name: "none was sent", Given: withPass, Act: holder, When: right, Err: account.ErrNoCode},
		wrongRow("the first wrong one", withCode, "4", refused(4, noon)),
		wrongRow("the fourth wrong one", and(withCode, refusals("mail", 3)...), "1", refused(1, noon)),
		wrongRow("the fifth wrong one", and(withCode, refusals("mail", 4)...), "0", refused(0, noon)),
		{Name: "none", Given: withCode, Act: holder, When: account.EnterCode{}, Then: refused(4, noon), Err: account.ErrWrongCode},
		{Name: "the right one after four wrong ones", Given: and(withCode, refusals("mail", 4)...), Act: holder, When: right, Then: ok},
		{
			Name: "the right one after five wrong ones", Given: and(withCode, refusals("mail", 5)...), Act: at(holder, noon.Add(time.Minute)), When: right,
			Err: account.ErrTooManyCodes.After(9 * time.Minute),
		},
		{
			Name: "a new one keeps the count", Given: and(withCode, and(refusals("mail", 4), renewed[len(renewed)-1])...), Act: holder, When: right,
			Then: refused(0, noon), Err: account.ErrWrongCode,
		},
		{
			Name: "other ways count, too", Given: and(withCode, refusals("authenticator", 4)...), Act: holder, When: wrong,
			Then: refused(0, noon), Err: account.ErrWrongCode,
		},
		{
			Name: "wrong ones of ten minutes ago do not count", Act: at(holder, noon.Add(life)), When: wrong,
			Given: and(withCode, and(refusals("mail", 5), account.CodeIssued{Method: "mail", Code: code, Expires: day})...),
			Then:  refused(4, noon.Add(life)), Err: account.ErrWrongCode.With("left", "4"),
		},
		{
			Name: "just before that they do", Act: at(holder, noon.Add(life-time.Microsecond)), When: wrong,
			Given: and(withCode, refusals("mail", 5)...), Err: account.ErrTooManyCodes,
		},
	}, tooEarly(right), gone(right, holder), denied(right, withCode, stranger, anonymous, officer, operator, reactor, scheduler))
}

func TestOfferAuthenticator(t *testing.T) {
	t.Parallel()
	c := account.OfferAuthenticator{Credential: app}
	offered := and(withPass, account.AuthenticatorOffered{Credential: app})
	run(t, []row{
		{Name: "the first", Given: withPass, Act: holder, When: c, Then: events{account.AuthenticatorOffered(c)}},
		{Name: "again", Given: offered, Act: holder, When: c},
		{Name: "another", Given: offered, Act: holder, When: account.OfferAuthenticator{Credential: newApp}, Then: events{account.AuthenticatorOffered{Credential: newApp}}},
		{Name: "the one in use", Given: and(offered, account.AuthenticatorAdded{Credential: app}), Act: holder, When: c},
		{Name: "none", Given: withPass, Act: holder, When: account.OfferAuthenticator{}, Err: account.ErrInvalid},
	}, tooEarly(c), gone(c, holder), denied(c, withPass, stranger, anonymous, officer, operator, reactor, scheduler))
}

func TestProveAuthenticator(t *testing.T) {
	t.Parallel()
	right := account.ProveAuthenticator{Credential: app, Matches: true}
	wrong := account.ProveAuthenticator{Credential: app}
	offered := and(withPass, account.AuthenticatorOffered{Credential: app})
	added := and(offered, account.AuthenticatorAdded{Credential: app})
	replaced := and(added, account.AuthenticatorOffered{Credential: newApp})
	refused := func(left int) events {
		return events{account.CodeRefused{Method: "authenticator", Left: left, Until: noon.Add(life)}}
	}
	run(t, []row{
		{Name: "the right code", Given: offered, Act: holder, When: right, Then: events{account.AuthenticatorAdded{Credential: app}}},
		{Name: "again", Given: added, Act: holder, When: right},
		{Name: "again, but wrong", Given: added, Act: holder, When: wrong, Then: refused(4), Err: account.ErrWrongCode},
		{
			Name: "in the place of another", Given: replaced, Act: holder, When: account.ProveAuthenticator{Credential: newApp, Matches: true},
			Then: events{account.AuthenticatorAdded{Credential: newApp, Was: app}},
		},
		{Name: "a wrong code", Given: offered, Act: holder, When: wrong, Then: refused(4), Err: account.ErrWrongCode.With("left", "4")},
		{Name: "the fifth wrong code", Given: and(offered, refusals("mail", 4)...), Act: holder, When: wrong, Then: refused(0), Err: account.ErrWrongCode},
		{Name: "after five wrong codes", Given: and(offered, refusals("authenticator", 5)...), Act: holder, When: right, Err: account.ErrTooManyCodes.After(life)},
		{
			Name: "ten minutes later", Given: and(offered, refusals("authenticator", 5)...), Act: at(holder, noon.Add(life)), When: right,
			Then: events{account.AuthenticatorAdded{Credential: app}},
		},
		{Name: "not offered", Given: withPass, Act: holder, When: right, Err: account.ErrNotOffered},
		{Name: "none, when none was offered", Given: withPass, Act: holder, When: account.ProveAuthenticator{Matches: true}, Err: account.ErrNotOffered},
		{Name: "the one offered before", Given: and(offered, account.AuthenticatorOffered{Credential: newApp}), Act: holder, When: right, Err: account.ErrNotOffered},
	}, tooEarly(right), gone(right, holder), denied(right, offered, stranger, anonymous, officer, operator, reactor, scheduler))
}
