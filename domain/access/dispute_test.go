package access_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/secret"
)

// used is a code that ben has spent, and somebody who says that they did not.
var (
	used     = events{issued, linked(ben, first, noon)}
	disputed = access.CodeDisputed{Code: first.ID, By: ana, Account: ben, At: noon.Add(day)}
	upheld   = access.DisputeUpheld{Code: first.ID, By: ana, Account: ben}
	rejected = access.DisputeRejected{Code: first.ID, By: ana, Account: ben, Why: access.WhyTrusted}
)

func dispute(code secret.Presented, dateMatches bool) access.Dispute {
	return access.Dispute{Account: ana, Code: code, BirthDateMatches: dateMatches, Known: true}
}

// and is a history that goes on.
func and(given events, more ...access.Event) events {
	return append(given[:len(given):len(given)], more...)
}

func TestDispute(t *testing.T) {
	t.Parallel()
	right, wrong, guess := dispute(typed{first}, true), dispute(typed{}, true), dispute(typed{first}, false)
	unknown, stranger := right, right
	unknown.Known, stranger.Account = false, ben
	later := noon.Add(day)
	says := access.ErrCodeDisputed.With("by", "applicant").With("on", "2026-03-02").With("reported", "2026-03-03")
	thrice := and(used, disputed, rejected, disputed, rejected, disputed)
	suite.Run(t, rows{
		{Name: "a code that somebody else used", Given: used, Act: person(ana, later), When: right, Then: events{disputed}},
		{Name: "one that was used for an upgrade", Given: events{issued, byReceipt(ben, noon), access.Upgraded{Account: ben, Kind: access.KindRepresentative, Code: first.ID, At: noon}}, Act: person(ana, later), When: right, Then: events{disputed}},
		{Name: "one that was used before a new letter came", Given: and(used, reissued), Act: person(ana, later), When: right, Then: events{disputed}},
		{Name: "one whose link has ended", Given: and(used, access.Unlinked{Account: ben}), Act: person(ana, later), When: right, Then: events{disputed}},
		{Name: "by who sees everything with a newer code", Given: and(used, reissued, linked(ana, second, noon)), Act: person(ana, later), When: right, Then: events{disputed}},
		{Name: "again after it was rejected", Given: and(used, disputed, rejected), Act: person(ana, later), When: right, Then: events{disputed}},

		{Name: "while it is open", Given: and(used, disputed), Act: person(ana, later), When: right, Err: says},
		{Name: "too often", Given: and(thrice, rejected), Act: person(ana, later), When: right, Err: access.ErrDisputeLimit},
		{Name: "the third is not too often", Given: thrice[:6], Act: person(ana, later), When: right, Then: events{disputed}},
		{Name: "their own use", Given: events{issued, linked(ana, first, noon), access.Unlinked{Account: ana}}, Act: person(ana, later), When: right, Err: access.ErrDisputeOwn},
		{Name: "a code that works", Given: events{issued}, Act: person(ana, later), When: right, Err: access.ErrCodeUnused},
		{Name: "an expired one", Given: events{issued}, Act: person(ana, noon.Add(life)), When: right, Err: access.ErrCodeExpired},
		{Name: "a replaced one", Given: events{issued, reissued}, Act: person(ana, later), When: right, Err: access.ErrCodeReplaced},
		{Name: "one that was void before", Given: and(used, disputed, upheld), Act: person(ana, later), When: right, Err: access.ErrCodeVoided},

		{Name: "a wrong code", Given: used, Act: person(ana, later), When: wrong, Err: access.ErrNoMatch},
		{Name: "no code at all", Given: used, Act: person(ana, later), When: dispute(nil, true), Err: access.ErrNoMatch},
		{Name: "a wrong birth date", Given: used, Act: person(ana, later), When: guess, Err: access.ErrNoMatch},
		{Name: "a wrong birth date while it is open", Given: and(used, disputed), Act: person(ana, later), When: guess, Err: access.ErrNoMatch},
		{Name: "a wrong birth date and a code that works", Given: events{issued}, Act: person(ana, later), When: guess, Then: events{access.BirthDateRefused{Account: ana, Left: 4}}, Err: access.ErrNoMatch},
		{Name: "no such case", Act: person(ana, later), When: right, Err: access.ErrNoMatch},
		{Name: "a protected case", Given: used, Act: person(ana, later), When: unknown, Err: access.ErrNoMatch},
		{Name: "for another account", Given: used, Act: person(ana, later), When: stranger, Err: access.ErrNoMatch},
		{Name: "an officer for a person", Given: used, Act: officer(later), When: right, Err: access.ErrNoMatch},

		{Name: "the code is shown again meanwhile", Given: and(used, disputed), Act: person(ana, later), When: redeem(typed{first}, true), Err: says},
		{Name: "after it was rejected", Given: and(used, disputed, rejected), Act: person(ana, later), When: redeem(typed{first}, true), Err: access.ErrCodeUsed.With("by", "applicant").With("on", "2026-03-02")},
		{Name: "after it was upheld", Given: and(used, disputed, upheld), Act: person(ana, later), When: redeem(typed{first}, true), Err: access.ErrCodeVoided},
	})
}

func TestUpholdDispute(t *testing.T) {
	t.Parallel()
	at := noon.Add(3 * day)
	uphold := access.UpholdDispute{Code: first.ID, New: third, Expires: at.Add(life)}
	other, nothing, past := uphold, uphold, uphold
	other.Code, nothing.New, past.Expires = second.ID, secret.Ref{}, at
	sent := access.CodeReissued{Code: third, Issued: at, Expires: at.Add(life), Replaces: first.ID, Why: access.WhyDisputed}
	after := sent
	after.Replaces = second.ID
	open := and(used, disputed)
	suite.Run(t, rows{
		{Name: "the link ends and a letter goes", Given: open, Act: officer(at), When: uphold, Then: events{upheld, sent}},
		{Name: "a letter is under way", Given: and(used, reissued, disputed), Act: officer(at), When: uphold, Then: events{upheld}},
		{Name: "a letter came, and its code is dead", Given: and(used, reissued, access.CodeVoided{Code: second.ID, Why: access.WhyLost}, disputed), Act: officer(at), When: uphold, Then: events{upheld, after}},
		{Name: "a letter went today", Given: events{
			access.CodeIssued{Code: first, Issued: at, Expires: at.Add(life), Why: access.WhyReceived}, linked(ben, first, at), disputed,
		}, Act: officer(at), When: uphold, Then: events{upheld, sent}},
		{Name: "who sees it by a newer code stays", Given: and(used, reissued, linked(ana, second, noon), disputed), Act: officer(at), When: uphold, Then: events{upheld, after}},

		{Name: "settled already", Given: and(open, upheld, sent), Act: officer(at), When: uphold, Err: access.ErrDisputeSettled},
		{Name: "rejected already", Given: and(open, rejected), Act: officer(at), When: uphold, Err: access.ErrDisputeSettled},
		{Name: "nobody disputed it", Given: used, Act: officer(at), When: uphold, Err: access.ErrNoDispute},
		{Name: "another code", Given: and(open, reissued), Act: officer(at), When: other, Err: access.ErrNoDispute},
		{Name: "no such case", Act: officer(at), When: uphold, Err: access.ErrNoDispute},
		{Name: "by who disputed it", Given: open, Act: person(ana, at), When: uphold, Err: access.ErrNoDispute},
		{Name: "no new code", Given: open, Act: officer(at), When: nothing, Err: access.ErrCodeIncomplete},
		{Name: "a new code that is dead", Given: open, Act: officer(at), When: past, Err: access.ErrCodeIncomplete},
	})
}

func TestRejectDispute(t *testing.T) {
	t.Parallel()
	at := noon.Add(3 * day)
	reject := access.RejectDispute{Code: first.ID, Why: access.WhyTrusted}
	open := and(used, disputed)
	suite.Run(t, rows{
		{Name: "everything stays", Given: open, Act: officer(at), When: reject, Then: events{rejected}},
		{Name: "by an operator", Given: open, Act: by(domain.Operator, "root", at), When: reject, Then: events{rejected}},
		{Name: "no reason", Given: open, Act: officer(at), When: access.RejectDispute{Code: first.ID}, Err: access.ErrReason},
		{Name: "a reason of something else", Given: open, Act: officer(at), When: access.RejectDispute{Code: first.ID, Why: access.WhyLost}, Err: access.ErrReason},
		{Name: "settled already", Given: and(open, rejected), Act: officer(at), When: reject, Err: access.ErrDisputeSettled},
		{Name: "nobody disputed it", Given: used, Act: officer(at), When: reject, Err: access.ErrNoDispute},
		{Name: "by who used it", Given: open, Act: person(ben, at), When: reject, Err: access.ErrNoDispute},
	})
}

// What a settled dispute leaves: the stranger is out and the letter brings a code that works, or nothing has changed.
func TestWhatASettledDisputeLeaves(t *testing.T) {
	t.Parallel()
	open := access.Decider.Replay(and(used, disputed)...)
	act := officer(noon.Add(2 * day))
	for _, c := range []struct {
		when  access.Command
		links int
		alive bool
		fate  string
	}{
		{access.UpholdDispute{Code: first.ID, New: second, Expires: noon.Add(life)}, 0, true, access.Voided},
		{access.RejectDispute{Code: first.ID, Why: access.WhyHolder}, 1, false, access.Used},
	} {
		got, err := access.Decide(open, c.when, act)
		if err != nil {
			t.Fatal(err)
		}
		after := open
		for _, e := range got {
			after = access.Evolve(after, e)
		}
		last, _ := after.Last()
		old := after.Codes[0]
		if len(after.Links) != c.links || last.Alive(act.At) != c.alive || old.Fate != c.fate || old.Disputed != (access.Disputed{At: disputed.At, Times: 1}) {
			t.Errorf("%T leaves %+v", c.when, after)
		}
	}
}

// A dispute compares as many codes as a redemption does.
func TestADisputeComparesEveryCode(t *testing.T) {
	t.Parallel()
	state := access.Decider.Replay(and(used, reissued)...)
	for _, right := range []secret.Ref{first, second, third} {
		shown := &counting{right: right}
		_, _ = access.Decide(state, dispute(shown, true), person(ana, noon.Add(time.Hour)))
		if shown.n != 4 {
			t.Errorf("%d comparisons: the time tells something of the codes", shown.n)
		}
	}
	if open := (access.Disputed{By: uuid.Nil, Times: 1}).Open(); open {
		t.Error("open, though nobody says so")
	}
}
