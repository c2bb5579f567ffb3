package access_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/secret"
)

func TestIssueCode(t *testing.T) {
	t.Parallel()
	ask := access.IssueCode{Code: first, Expires: noon.Add(life), Why: access.WhyReceived}
	anew := func(at time.Time) access.IssueCode {
		return access.IssueCode{Code: second, Expires: at.Add(life), Why: access.WhyRequested}
	}
	replacing := func(at time.Time) events {
		return events{access.CodeReissued{Code: second, Issued: at, Expires: at.Add(life), Replaces: first.ID, Why: access.WhyRequested}}
	}
	later := noon.Add(day)
	suite.Run(t, rows{
		{Name: "the first code", Act: reactor(noon), When: ask, Then: events{issued}},
		{Name: "an officer may", Act: officer(noon), When: ask, Then: events{issued}},
		{Name: "an operator may", Act: by(domain.Operator, "root", noon), When: ask, Then: events{issued}},
		{Name: "a person may not", Act: person(ana, noon), When: ask, Err: access.ErrNoMatch},
		{Name: "the scheduler may not", Act: by(domain.Scheduler, "expiry", noon), When: ask, Err: access.ErrNoMatch},
		{Name: "no reason", Act: reactor(noon), When: access.IssueCode{Code: first, Expires: noon.Add(life)}, Err: access.ErrReason},
		{Name: "no code", Act: reactor(noon), When: access.IssueCode{Expires: noon.Add(life), Why: access.WhyReceived}, Err: access.ErrCodeIncomplete},
		{Name: "dead on arrival", Act: reactor(noon), When: access.IssueCode{Code: first, Expires: noon, Why: access.WhyReceived}, Err: access.ErrCodeIncomplete},

		{Name: "a new one replaces the old", Given: events{issued}, Act: officer(later), When: anew(later), Then: replacing(later)},
		{Name: "a new one after the old was used", Given: events{issued, linked(ana, first, noon)}, Act: officer(later), When: anew(later), Then: replacing(later)},
		{Name: "a new one after the old was voided", Given: events{issued, access.CodeVoided{Code: first.ID, Why: access.WhyLost}}, Act: officer(later), When: anew(later), Then: replacing(later)},
		{
			Name: "a second letter within a day", Given: events{issued}, Act: officer(later.Add(-time.Microsecond)), When: anew(later),
			Err: access.ErrTooManyLetters.After(time.Microsecond),
		},
	})
}

// Whoever sees the status of a case may ask for the letter that brings more; it goes to the address of record.
func TestAHolderAsksForACode(t *testing.T) {
	t.Parallel()
	later := noon.Add(day)
	ask := access.IssueCode{Code: second, Expires: later.Add(life), Why: access.WhyOnline}
	given := func(tier string) events {
		return events{issued, access.Linked{Account: ana, Kind: access.KindApplicant, Tier: tier, At: noon}}
	}
	as := func(why string) access.IssueCode {
		return access.IssueCode{Code: second, Expires: later.Add(life), Why: why}
	}
	then := func(why string) events {
		return events{access.CodeReissued{Code: second, Issued: later, Expires: later.Add(life), Replaces: first.ID, Why: why}}
	}
	suite.Run(t, rows{
		{Name: "who sees the status", Given: given(access.TierStatus), Act: person(ana, later), When: ask, Then: then(access.WhyOnline)},
		{
			Name: "within a day", Given: given(access.TierStatus), Act: person(ana, later.Add(-time.Microsecond)), When: ask,
			Err: access.ErrTooManyLetters.After(time.Microsecond),
		},
		{Name: "who sees everything", Given: given(access.TierFull), Act: person(ana, later), When: ask, Err: access.ErrNoNeed},
		{Name: "somebody else", Given: given(access.TierStatus), Act: person(uuid.UUID{9}, later), When: ask, Err: access.ErrNoMatch},
		{Name: "an officer of the same id", Given: given(access.TierStatus), Act: by(domain.Staff, ana.String(), later), When: ask, Err: access.ErrReason},
		{Name: "for a reason of the agency", Given: given(access.TierStatus), Act: person(ana, later), When: as(access.WhyReissued), Err: access.ErrReason},
		{Name: "on the phone", Given: given(access.TierStatus), Act: officer(later), When: as(access.WhyPhone), Then: then(access.WhyPhone)},
		{Name: "in person", Given: given(access.TierStatus), Act: officer(later), When: as(access.WhyInPerson), Then: then(access.WhyInPerson)},
	})
}

func TestNextLetter(t *testing.T) {
	t.Parallel()
	s := access.Decider.Replay(issued)
	if next := s.NextLetter(noon.Add(time.Hour)); !next.Equal(noon.Add(day)) {
		t.Errorf("an hour later, at %v", next)
	}
	if next := s.NextLetter(noon.Add(2 * day)); !next.Equal(noon.Add(2 * day)) {
		t.Errorf("two days later, at %v", next)
	}
}

func TestLettersOfAMonth(t *testing.T) {
	t.Parallel()
	given := events{issued}
	for i := 1; i < 4; i++ { // on the first, third, fifth and seventh day
		at := noon.Add(time.Duration(2*i) * day)
		given = append(given, access.CodeReissued{Code: first.Numbered(i), Issued: at, Expires: at.Add(life), Replaces: first.ID, Why: access.WhyReissued})
	}
	free := noon.Add(30 * day)
	ask := access.IssueCode{Code: second, Expires: free.Add(life), Why: access.WhyRequested}
	then := access.CodeReissued{Code: second, Issued: free, Expires: free.Add(life), Replaces: first.Numbered(3).ID, Why: access.WhyRequested}
	suite.Run(t, rows{
		{Name: "the fifth in 30 days", Given: given, Act: officer(noon.Add(10 * day)), When: ask, Err: access.ErrTooManyLetters.After(20 * day)},
		{Name: "a moment too early", Given: given, Act: officer(free.Add(-time.Microsecond)), When: ask, Err: access.ErrTooManyLetters.After(time.Microsecond)},
		{Name: "when the first is 30 days old", Given: given, Act: officer(free), When: ask, Then: events{then}},
		{Name: "the fourth is not too many", Given: given[:3], Act: officer(noon.Add(6 * day)), When: ask, Then: events{
			access.CodeReissued{Code: second, Issued: noon.Add(6 * day), Expires: free.Add(life), Replaces: first.Numbered(2).ID, Why: access.WhyRequested},
		}},
	})
}

func TestLastCode(t *testing.T) {
	t.Parallel()
	if _, ok := (access.State{}).Last(); ok {
		t.Error("a case without codes has a last code")
	}
	last, ok := access.Decider.Replay(issued, reissued).Last()
	if !ok || last.Ref != second {
		t.Errorf("the last code is %v, want the second", last.Ref)
	}
	for _, c := range []struct {
		at    time.Time
		alive bool
	}{{noon, true}, {last.Expires.Add(-time.Microsecond), true}, {last.Expires, false}} {
		if last.Alive(c.at) != c.alive {
			t.Errorf("alive at %v: %v, want %v", c.at, !c.alive, c.alive)
		}
	}
	if last.Ref == (secret.Ref{}) {
		t.Error("the code has no reference")
	}
}
