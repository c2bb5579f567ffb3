package account_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
)

var (
	week    = noon.Add(7 * 24 * time.Hour)
	asked   = account.ClosingAsked{Reference: holder.ID, Due: week}
	closing = and(active, asked)
)

func TestAskClosing(t *testing.T) {
	t.Parallel()
	c := account.AskClosing{}
	run(t, []row{
		{Name: "by the holder", Given: active, Act: holder, When: c, Then: events{asked}},
		{Name: "again, later: it stays at the first", Given: closing, Act: at(holder, day), When: c},
		{Name: "after it was canceled", Given: and(closing, account.ClosingCanceled{}), Act: holder, When: c, Then: events{asked}},
		{Name: "while signing up", Given: complete, Act: holder, When: c, Err: account.ErrUnfinished.With("next", "activate")},
	}, tooEarly(c), gone(c, holder), denied(c, active, stranger, anonymous, officer, operator, reactor, scheduler))
}

func TestCancelClosing(t *testing.T) {
	t.Parallel()
	c := account.CancelClosing{}
	run(t, []row{
		{Name: "by the holder", Given: closing, Act: holder, When: c, Then: events{account.ClosingCanceled{}}},
		{Name: "in the last moment, and later while it has not ended", Given: closing, Act: at(holder, week), When: c, Then: events{account.ClosingCanceled{}}},
		{Name: "again", Given: and(closing, account.ClosingCanceled{}), Act: holder, When: c},
		{Name: "what was never asked for", Given: active, Act: holder, When: c},
	}, gone(c, holder), denied(c, closing, stranger, anonymous, officer, operator, reactor, scheduler))
}

// Who asked for the end of their account gets it when the window is over, from the scheduler, and not a moment before.
func TestAnAccountEndsWhenItsWindowIsOver(t *testing.T) {
	t.Parallel()
	c := account.Erase{}
	then := events{account.Erased{Subjects: []uuid.UUID{personal.Holder(ana)}}}
	run(t, []row{
		{Name: "in time", Given: closing, Act: at(scheduler, week), When: c, Then: then},
		{Name: "a moment before", Given: closing, Act: at(scheduler, week.Add(-time.Microsecond)), When: c},
		{Name: "canceled", Given: and(closing, account.ClosingCanceled{}), Act: at(scheduler, week), When: c},
		{Name: "never asked for", Given: active, Act: at(scheduler, week), When: c},
		{Name: "lapsed", Given: lapsed, Act: at(scheduler, week), When: c},
		{Name: "again", Given: and(closing, then...), Act: at(scheduler, week), When: c, Err: account.ErrUnknown},
		{Name: "an operator does not wait", Given: closing, Act: operator, When: c, Then: then},
		{Name: "no account", Act: at(scheduler, week), When: c, Err: account.ErrUnknown},
	}, denied(c, closing, at(holder, week), at(reactor, week), at(officer, week)))
}
