package access_test

import (
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
)

func TestVoidCode(t *testing.T) {
	t.Parallel()
	lost := access.VoidCode{Why: access.WhyLost}
	voided := access.CodeVoided{Code: first.ID, Why: access.WhyLost}
	suite.Run(t, rows{
		{Name: "the code that is alive", Given: events{issued}, Act: officer(noon), When: lost, Then: events{voided}},
		{Name: "the newest one", Given: events{issued, reissued}, Act: officer(noon), When: lost, Then: events{access.CodeVoided{Code: second.ID, Why: access.WhyLost}}},
		{Name: "repeated", Given: events{issued, voided}, Act: officer(noon), When: lost},
		{Name: "a used one stays used", Given: events{issued, linked(ana, first, noon)}, Act: officer(noon), When: lost},
		{Name: "none", Act: officer(noon), When: lost},
		{Name: "a person may not", Given: events{issued}, Act: person(ana, noon), When: lost, Err: access.ErrNoMatch},
		{Name: "no reason", Given: events{issued}, Act: officer(noon), When: access.VoidCode{}, Err: access.ErrReason},
		{Name: "birth dates are no reason that an officer gives", Given: events{issued}, Act: officer(noon), When: access.VoidCode{Why: access.WhyBirthDates}, Err: access.ErrReason},
	})
}

func TestExpireCode(t *testing.T) {
	t.Parallel()
	clock := func(at time.Time) domain.Act { return by(domain.Scheduler, "expiry", at) }
	dead := noon.Add(life)
	expired := access.CodeExpired{Code: first.ID}
	suite.Run(t, rows{
		{Name: "when its life is over", Given: events{issued}, Act: clock(dead), When: access.ExpireCode{}, Then: events{expired}},
		{Name: "a moment too early", Given: events{issued}, Act: clock(dead.Add(-time.Microsecond)), When: access.ExpireCode{}},
		{Name: "repeated", Given: events{issued, expired}, Act: clock(dead), When: access.ExpireCode{}},
		{Name: "the old one's time, with a newer one alive", Given: events{issued, reissued}, Act: clock(dead), When: access.ExpireCode{}},
		{Name: "a used one", Given: events{issued, linked(ana, first, noon)}, Act: clock(dead), When: access.ExpireCode{}},
		{Name: "none", Act: clock(dead), When: access.ExpireCode{}},
		{Name: "not by an officer", Given: events{issued}, Act: officer(dead), When: access.ExpireCode{}, Err: access.ErrNoMatch},
	})
}
