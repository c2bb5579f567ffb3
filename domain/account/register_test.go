package account_test

import (
	"errors"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
)

func register(change func(*account.Register)) account.Register {
	c := account.Register(registered[0].(account.Registered))
	if change != nil {
		change(&c)
	}
	return c
}

func TestRegister(t *testing.T) {
	t.Parallel()
	invalid := func(name string, change func(*account.Register)) row {
		return row{Name: name, Act: anonymous, When: register(change), Err: account.ErrInvalid}
	}
	run(t, []row{
		{Name: "by anybody", Act: anonymous, When: register(nil), Then: registered},
		{Name: "by an operator", Act: operator, When: register(nil), Then: registered},
		{Name: "in Spanish", Act: anonymous, When: register(func(c *account.Register) { c.Language = "es" }), Then: events{
			account.Registered(register(func(c *account.Register) { c.Language = "es" })),
		}},
		{Name: "a second time", Given: registered, Act: anonymous, When: register(nil), Err: account.ErrExists},
		{Name: "after erasure", Given: erased, Act: anonymous, When: register(nil), Err: account.ErrExists},
		invalid("without an id", func(c *account.Register) { c.Account = [16]byte{} }),
		invalid("without an address", func(c *account.Register) { c.Address = personal.Text{} }),
		invalid("in no language of ours", func(c *account.Register) { c.Language = "fr" }),
		invalid("without a claim", func(c *account.Register) { c.Claim = "" }),
		invalid("without a link", func(c *account.Register) { c.Link = secret.Ref{} }),
		invalid("with a link that is over", func(c *account.Register) { c.Expires = noon }),
	}, denied(register(nil), nil, holder, officer, reactor, scheduler))
}

func links(n int) (sent events) {
	for range n {
		sent = append(sent, account.LinkSent{Link: newLink, Expires: day})
	}
	return sent
}

func TestSendLink(t *testing.T) {
	t.Parallel()
	again := account.SendLink{Link: newLink, Expires: day}
	run(t, []row{
		{Name: "another link", Given: registered, Act: anonymous, When: again, Then: events{account.LinkSent(again)}},
		{Name: "by an operator", Given: registered, Act: operator, When: again, Then: events{account.LinkSent(again)}},
		{Name: "nothing once confirmed", Given: confirmed, Act: anonymous, When: again},
		{Name: "no link", Given: registered, Act: anonymous, When: account.SendLink{Expires: day}, Err: account.ErrInvalid},
		{Name: "the tenth", Given: and(registered, links(9)...), Act: anonymous, When: again, Then: events{account.LinkSent(again)}},
		{Name: "the eleventh", Given: and(registered, links(10)...), Act: anonymous, When: again, Err: account.ErrTooManyLinks},
		{Name: "a link that is over", Given: registered, Act: anonymous, When: account.SendLink{Link: newLink, Expires: noon}, Err: account.ErrInvalid},
	}, gone(again, anonymous), denied(again, registered, holder, officer, reactor, scheduler))
}

func TestConfirm(t *testing.T) {
	t.Parallel()
	right, wrong := account.Confirm{Link: typed{link}}, account.Confirm{Link: typed{newLink}}
	resent := and(registered, account.LinkSent{Link: newLink, Expires: day.Add(time.Hour)})
	ok := events{account.Confirmed{}}
	run(t, []row{
		{Name: "the right link", Given: registered, Act: anonymous, When: right, Then: ok},
		{Name: "in the last moment", Given: registered, Act: at(anonymous, day.Add(-time.Microsecond)), When: right, Then: ok},
		{Name: "at its end", Given: registered, Act: at(anonymous, day), When: right, Err: account.ErrLinkExpired},
		{Name: "after its end", Given: registered, Act: at(anonymous, day.Add(time.Microsecond)), When: right, Err: account.ErrLinkExpired},
		{Name: "again", Given: confirmed, Act: anonymous, When: right},
		{Name: "again, much later", Given: agreed, Act: at(anonymous, day.Add(time.Hour)), When: right},
		{Name: "by the holder again", Given: agreed, Act: holder, When: right},
		{Name: "a wrong link", Given: registered, Act: anonymous, When: wrong, Err: account.ErrLinkWrong},
		{Name: "a wrong link after its end", Given: registered, Act: at(anonymous, day), When: wrong, Err: account.ErrLinkWrong},
		{Name: "once there is a password", Given: active, Act: anonymous, When: right, Err: account.ErrLinkUsed},
		{Name: "a wrong link of a confirmed account", Given: confirmed, Act: anonymous, When: wrong, Err: account.ErrLinkWrong},
		{Name: "no link", Given: registered, Act: anonymous, When: account.Confirm{}, Err: account.ErrLinkWrong},
		{Name: "the link before the last", Given: resent, Act: anonymous, When: right, Err: account.ErrLinkWrong},
		{Name: "the last link", Given: resent, Act: at(anonymous, day), When: wrong, Then: ok},
		{Name: "lapsed", Given: lapsed, Act: at(anonymous, noon), When: right, Err: account.ErrLinkExpired},
		{Name: "lapsed, a wrong link", Given: lapsed, Act: anonymous, When: wrong, Err: account.ErrLinkWrong},
		{Name: "erased", Given: erased, Act: anonymous, When: right, Err: account.ErrLinkWrong},
		{Name: "no account", Act: anonymous, When: right, Err: account.ErrLinkWrong},
	}, denied(right, registered, stranger, officer, operator, reactor, scheduler))
}

// An account without a link has no right link, not even the empty one.
func TestNoLinkIsRight(t *testing.T) {
	t.Parallel()
	s := account.State{Exists: true, LinkExpires: day}
	if err := s.LinkRight(typed{secret.Ref{}}, noon); !errors.Is(err, account.ErrLinkWrong) {
		t.Errorf("the empty link: %v", err)
	}
}

func TestConfirmClaimed(t *testing.T) {
	t.Parallel()
	c := account.ConfirmClaimed{}
	run(t, []row{
		{Name: "finishes the click", Given: registered, Act: reactor, When: c, Then: events{account.Confirmed{}}},
		{Name: "although the link is over by now", Given: registered, Act: at(reactor, day), When: c, Then: events{account.Confirmed{}}},
		{Name: "again", Given: confirmed, Act: reactor, When: c},
		{Name: "lapsed meanwhile", Given: lapsed, Act: reactor, When: c, Err: account.ErrLinkExpired},
		{Name: "erased", Given: erased, Act: reactor, When: c, Err: account.ErrUnknown},
		{Name: "no account", Act: reactor, When: c, Err: account.ErrUnknown},
	}, denied(c, registered, holder, anonymous, officer, operator, scheduler))
}

func TestLapse(t *testing.T) {
	t.Parallel()
	due := at(scheduler, day)
	resent := and(registered, account.LinkSent{Link: newLink, Expires: day.Add(time.Hour)})
	run(t, []row{
		{Name: "when its link is over", Given: registered, Act: due, When: account.Lapse{}, Then: events{account.Lapsed{}}},
		{Name: "later", Given: registered, Act: at(scheduler, day.Add(time.Microsecond)), When: account.Lapse{}, Then: events{account.Lapsed{}}},
		{Name: "not a moment before", Given: registered, Act: at(scheduler, day.Add(-time.Microsecond)), When: account.Lapse{}},
		{Name: "not while a newer link works", Given: resent, Act: due, When: account.Lapse{}},
		{Name: "not once confirmed", Given: confirmed, Act: due, When: account.Lapse{}},
		{Name: "again", Given: lapsed, Act: due, When: account.Lapse{}},
		{Name: "erased", Given: erased, Act: due, When: account.Lapse{}, Err: account.ErrUnknown},
		{Name: "no account", Act: due, When: account.Lapse{}, Err: account.ErrUnknown},
	}, denied(account.Lapse{}, registered, at(holder, day), at(anonymous, day), at(officer, day), at(operator, day), at(reactor, day)))
}
