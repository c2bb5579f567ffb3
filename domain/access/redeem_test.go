package access_test

import (
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/secret"
)

func redeem(code secret.Presented, dateMatches bool) access.Redeem {
	return access.Redeem{Account: ana, Kind: access.KindApplicant, Code: code, BirthDateMatches: dateMatches, Known: true}
}

func TestRedeem(t *testing.T) {
	t.Parallel()
	right, wrong := redeem(typed{first}, true), redeem(typed{}, true)
	unknown, nameless, stranger := right, right, right
	unknown.Known, nameless.Kind, stranger.Account = false, "robot", ben
	dead := noon.Add(life)
	suite.Run(t, rows{
		{Name: "code and date", Given: events{issued}, Act: person(ana, noon), When: right, Then: events{linked(ana, first, noon)}},
		{Name: "upgrade", Given: events{issued, byReceipt(ana, noon)}, Act: person(ana, noon), When: right, Then: events{
			access.Upgraded{Account: ana, Kind: access.KindApplicant, Code: first.ID, At: noon},
		}},
		{Name: "repeated", Given: events{issued, linked(ana, first, noon)}, Act: person(ana, noon), When: right},
		{Name: "repeated after the letter was replaced", Given: events{issued, linked(ana, first, noon), reissued}, Act: person(ana, noon), When: right},
		{Name: "the new code beside another's link", Given: events{issued, linked(ben, first, noon), reissued}, Act: person(ana, noon), When: redeem(typed{second}, true), Then: events{linked(ana, second, noon)}},

		{Name: "a wrong code leaves no trace", Given: events{issued}, Act: person(ana, noon), When: wrong, Err: access.ErrNoMatch},
		{Name: "no code at all", Given: events{issued}, Act: person(ana, noon), When: redeem(nil, true), Err: access.ErrNoMatch},
		{Name: "no such case", Act: person(ana, noon), When: right, Err: access.ErrNoMatch},
		{Name: "a protected case, with the right code", Given: events{issued}, Act: person(ana, noon), When: unknown, Err: access.ErrNoMatch},
		{Name: "for another account", Given: events{issued}, Act: person(ana, noon), When: stranger, Err: access.ErrNoMatch},
		{Name: "an officer for a person", Given: events{issued}, Act: officer(noon), When: right, Err: access.ErrNoMatch},
		{Name: "an officer with the person's id", Given: events{issued}, Act: by(domain.Staff, ana.String(), noon), When: right, Err: access.ErrNoMatch},
		{Name: "no kind of person", Given: events{issued}, Act: person(ana, noon), When: nameless, Err: access.ErrKind},

		{Name: "in the last moment", Given: events{issued}, Act: person(ana, dead.Add(-time.Microsecond)), When: right, Then: events{linked(ana, first, dead.Add(-time.Microsecond))}},
		{Name: "expired, unnoticed so far", Given: events{issued}, Act: person(ana, dead), When: right, Err: access.ErrCodeExpired},
		{Name: "expired", Given: events{issued, access.CodeExpired{Code: first.ID}}, Act: person(ana, dead), When: right, Err: access.ErrCodeExpired},
		{Name: "used: when, and by whom", Given: events{issued, linked(ben, first, noon)}, Act: person(ana, noon.Add(day)), When: right, Err: access.ErrCodeUsed.With("by", "applicant").With("on", "2026-03-02")},
		{Name: "used for an upgrade", Given: events{issued, byReceipt(ben, noon), access.Upgraded{Account: ben, Kind: access.KindRepresentative, Code: first.ID, At: noon}}, Act: person(ana, noon.Add(day)), When: right, Err: access.ErrCodeUsed.With("by", "representative").With("on", "2026-03-02")},
		{Name: "used before a new one came", Given: events{issued, linked(ben, first, noon), reissued}, Act: person(ana, noon), When: right, Err: access.ErrCodeUsed},
		{Name: "used by a link that ended", Given: events{issued, linked(ana, first, noon), access.Unlinked{Account: ana}}, Act: person(ana, noon), When: right, Err: access.ErrCodeUsed},
		{Name: "replaced", Given: events{issued, reissued}, Act: person(ana, noon), When: right, Err: access.ErrCodeReplaced},
		{Name: "voided", Given: events{issued, access.CodeVoided{Code: first.ID, Why: access.WhyDisputed}}, Act: person(ana, noon), When: right, Err: access.ErrCodeVoided},
	})
}

func TestRedeemWithWrongBirthDate(t *testing.T) {
	t.Parallel()
	guess := redeem(typed{first}, false)
	refused := func(left int) access.Event { return access.BirthDateRefused{Account: ana, Left: left} }
	four := events{issued, refused(4), refused(3), refused(2), refused(1)}
	voided := access.CodeVoided{Code: first.ID, Why: access.WhyBirthDates}
	suite.Run(t, rows{
		{Name: "the first is remembered", Given: events{issued}, Act: person(ana, noon), When: guess, Then: events{refused(4)}, Err: access.ErrNoMatch},
		{Name: "the fourth", Given: four[:4], Act: person(ana, noon), When: guess, Then: events{refused(1)}, Err: access.ErrNoMatch},
		{Name: "the fifth voids the code", Given: four, Act: person(ana, noon), When: guess, Then: events{refused(0), voided}, Err: access.ErrNoMatch},
		{Name: "the count is of the code, not of the account", Given: append(events{byReceipt(ben, noon)}, four...), Act: person(ben, noon), When: access.Redeem{Account: ben, Kind: access.KindApplicant, Code: typed{first}, Known: true}, Then: events{access.BirthDateRefused{Account: ben}, voided}, Err: access.ErrNoMatch},
		{Name: "the right date after four wrong ones", Given: four, Act: person(ana, noon), When: redeem(typed{first}, true), Then: events{linked(ana, first, noon)}},
		{Name: "the right date after five", Given: append(four[:5:5], refused(0), voided), Act: person(ana, noon), When: redeem(typed{first}, true), Err: access.ErrCodeVoided},
		{Name: "the sixth", Given: append(four[:5:5], refused(0), voided), Act: person(ana, noon), When: guess, Err: access.ErrNoMatch},
		{Name: "a new letter starts the count again", Given: append(four[:5:5], reissued), Act: person(ana, noon), When: redeem(typed{second}, false), Then: events{refused(4)}, Err: access.ErrNoMatch},
		{Name: "a code replaced cannot harm the new one", Given: append(four[:5:5], reissued), Act: person(ana, noon), When: guess, Err: access.ErrNoMatch},
		{Name: "a used code", Given: events{issued, linked(ben, first, noon)}, Act: person(ana, noon), When: guess, Err: access.ErrNoMatch},
		{Name: "an expired code", Given: events{issued}, Act: person(ana, noon.Add(life)), When: guess, Err: access.ErrNoMatch},
		{Name: "a wrong code with a wrong date", Given: events{issued}, Act: person(ana, noon), When: redeem(typed{}, false), Err: access.ErrNoMatch},
	})
}

// Nothing but the code and the date may tell why: the answer to a wrong date has the same facts as that to no case.
func TestRefusalSaysNothing(t *testing.T) {
	t.Parallel()
	if got := (access.BirthDateRefused{Account: ana, Left: 3}).Refused(); got != access.ErrNoMatch {
		t.Errorf("a wrong birth date is answered %v, a case that does not exist %v", got, access.ErrNoMatch)
	}
}

// counting counts how often it was compared.
type counting struct {
	right secret.Ref
	n     int
}

func (c *counting) Is(r secret.Ref) bool {
	c.n++
	return r == c.right
}

func TestTheTimeTellsNothingOfTheCodes(t *testing.T) {
	t.Parallel()
	for letters, state := range []access.State{{}, access.Decider.Replay(issued), access.Decider.Replay(issued, reissued)} {
		for _, right := range []secret.Ref{first, second, third, {}} {
			shown := &counting{right: right}
			_, _ = access.Decide(state, redeem(shown, true), person(ana, noon))
			if shown.n != 4 {
				t.Errorf("%d comparisons with %d codes", shown.n, letters)
			}
		}
	}
}
