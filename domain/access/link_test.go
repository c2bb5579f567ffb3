package access_test

import (
	"testing"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
)

func TestLinkByReceipt(t *testing.T) {
	t.Parallel()
	ask := access.LinkByReceipt{Account: ana, Kind: access.KindApplicant, Matches: true}
	wrong, nameless := ask, ask
	wrong.Matches, nameless.Kind = false, ""
	suite.Run(t, rows{
		{Name: "number and date", Act: person(ana, noon), When: ask, Then: events{byReceipt(ana, noon)}},
		{Name: "beside another's link", Given: events{issued, linked(ben, first, noon)}, Act: person(ana, noon), When: ask, Then: events{byReceipt(ana, noon)}},
		{Name: "repeated", Given: events{byReceipt(ana, noon)}, Act: person(ana, noon), When: ask},
		{Name: "linked in full already", Given: events{issued, linked(ana, first, noon)}, Act: person(ana, noon), When: ask},
		{Name: "no match", Given: events{issued}, Act: person(ana, noon), When: wrong, Err: access.ErrNoMatch},
		{Name: "no match, though linked", Given: events{byReceipt(ana, noon)}, Act: person(ana, noon), When: wrong, Err: access.ErrNoMatch},
		{Name: "for another account", Act: person(ben, noon), When: ask, Err: access.ErrNoMatch},
		{Name: "no kind of person", Act: person(ana, noon), When: nameless, Err: access.ErrKind},
		{Name: "no account", Act: by(domain.Applicant, "00000000-0000-0000-0000-000000000000", noon), When: access.LinkByReceipt{Kind: access.KindApplicant, Matches: true}, Err: access.ErrNoMatch},
	})
}

func TestUnlink(t *testing.T) {
	t.Parallel()
	given := events{issued, linked(ana, first, noon), byReceipt(ben, noon)}
	end := access.Unlink{Account: ana}
	suite.Run(t, rows{
		{Name: "one's own link", Given: given, Act: person(ana, noon), When: end, Then: events{access.Unlinked{Account: ana}}},
		{Name: "after the account was erased", Given: given, Act: reactor(noon), When: end, Then: events{access.Unlinked{Account: ana}}},
		{Name: "repeated", Given: append(given[:3:3], access.Unlinked{Account: ana}), Act: person(ana, noon), When: end},
		{Name: "another's link", Given: given, Act: person(ben, noon), When: end, Err: access.ErrNoMatch},
		{Name: "by an officer", Given: given, Act: officer(noon), When: end, Err: access.ErrNoMatch},
		{Name: "never linked", Given: events{issued}, Act: person(ana, noon), When: end},
		{Name: "linked again by receipt", Given: append(given[:3:3], access.Unlinked{Account: ana}), Act: person(ana, noon), When: access.LinkByReceipt{Account: ana, Kind: access.KindApplicant, Matches: true}, Then: events{byReceipt(ana, noon)}},
	})
}
