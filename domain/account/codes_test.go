package account_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
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
		{Name: "by mail", Given: withPass, Act: holder, When: c, Then: events{issued(c)}},
		{Name: "another", Given: withCode, Act: holder, When: next, Then: events{issued(next)}},
		{Name: "nothing for a proved method", Given: withMail, Act: holder, When: next},
		{Name: "after four wrong ones", Given: and(withCode, refusals("mail", 4)...), Act: holder, When: next, Then: events{issued(next)}},
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

// issued is what a command to send a code to an address records.
func issued(c account.SendCode) account.Event {
	return account.CodeIssued{Method: c.Method, Code: c.Code, Expires: c.Expires}
}

func number(s string) personal.Text { return personal.New(personal.Holder(ana), s) }

func TestSendCodeByText(t *testing.T) {
	t.Parallel()
	mobile, other := number("+12025550142"), number("+12025550143")
	c := account.SendCode{Method: "text", Phone: mobile, Code: code, Expires: noon.Add(life)}
	with := func(f func(*account.SendCode)) account.SendCode {
		next := c
		f(&next)
		return next
	}
	another := with(func(c *account.SendCode) { c.Phone, c.Code = other, newCode })
	again := with(func(c *account.SendCode) { c.Phone, c.Code = personal.Text{}, newCode })
	sent := events{account.PhoneOffered{Phone: mobile}, issued(c)}
	offered := and(withPass, sent...)
	proved := and(offered, account.CodeVerified{Method: "text"})
	run(t, []row{
		{Name: "to a number", Given: withPass, Act: holder, When: c, Then: sent},
		{Name: "to another number", Given: offered, Act: holder, When: another, Then: events{account.PhoneOffered{Phone: other}, issued(another)}},
		{Name: "once more to the same", Given: offered, Act: holder, When: again, Then: events{issued(again)}},
		{Name: "to another number, when one is proved", Given: proved, Act: holder, When: another, Then: events{account.PhoneOffered{Phone: other}, issued(another)}},
		{Name: "once more, when it is proved", Given: proved, Act: holder, When: again},
		{Name: "once more, to nowhere", Given: withPass, Act: holder, When: again, Err: account.ErrInvalid},
		{Name: "after five wrong ones", Given: and(offered, refusals("text", 5)...), Act: holder, When: c, Err: account.ErrTooManyCodes.After(life)},
		{Name: "to somebody else's number", Given: withPass, Act: holder, When: with(func(c *account.SendCode) { c.Phone = personal.New(personal.Holder(bob), "+12025550142") }), Err: account.ErrInvalid},
		{Name: "by mail to a number", Given: withPass, Act: holder, When: with(func(c *account.SendCode) { c.Method = "mail" }), Err: account.ErrInvalid},
	}, tooEarly(c), gone(c, holder), denied(c, withPass, stranger, anonymous, officer, operator, reactor, scheduler))
}

// The number that was proved stays until another one is; a code for one number proves no other.
func TestANumberIsTheHoldersWhenItIsProved(t *testing.T) {
	t.Parallel()
	first, second := number("+12025550142"), number("+12025550143")
	is := func(when string, s account.State, want, offered personal.Text) {
		t.Helper()
		if !reflect.DeepEqual(s.Phone, want) || !reflect.DeepEqual(s.OfferedPhone, offered) {
			t.Errorf("%s: the number is another", when)
		}
	}
	given := and(withPass, account.PhoneOffered{Phone: first}, account.CodeIssued{Method: "text", Code: code, Expires: day})
	is("offered", account.Decider.Replay(given...), personal.Text{}, first)
	given = and(given, account.CodeVerified{Method: "text"})
	s := account.Decider.Replay(given...)
	is("proved", s, first, personal.Text{})
	if !s.Has("text") {
		t.Error("proved, and no way to sign in")
	}
	given = and(given, account.PhoneOffered{Phone: second}, account.CodeIssued{Method: "text", Code: newCode, Expires: day})
	is("another is offered", account.Decider.Replay(given...), first, second)
	is("another is proved", account.Decider.Replay(and(given, account.CodeVerified{Method: "text"})...), second, personal.Text{})
	byMail := and(given, account.CodeIssued{Method: "mail", Code: code, Expires: day}, account.CodeVerified{Method: "mail"})
	is("e-mail is proved meanwhile", account.Decider.Replay(byMail...), first, second)
	removed := and(byMail, account.MethodRemoved{Method: "text"})
	is("removed", account.Decider.Replay(removed...), personal.Text{}, second)
	gone := account.Decider.Replay(and(given, account.Erased{})...)
	is("erased", gone, personal.Text{}, personal.Text{})
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
