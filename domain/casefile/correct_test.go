package casefile_test

import (
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

func TestCorrect(t *testing.T) {
	t.Parallel()
	given := events{received, recorded(1, "FNB", today, nil), recorded(2, "DA", today, nil)}
	cancel := casefile.Correct{Action: 2, How: casefile.HowCancel, Why: "wrong_code"}
	suite.Run(t, rows{
		{Name: "canceled", Given: given, Act: officer, When: cancel, Then: events{canceled(3, 2)}},
		{Name: "voided", Given: given, Act: officer, When: casefile.Correct{Action: 1, How: casefile.HowVoid, Why: "wrong_case"}, Then: events{voided(3, 1)}},
		{Name: "again", Given: append(given[:3:3], canceled(3, 2)), Act: officer, When: cancel, Err: casefile.ErrAlreadyCorrected},
		{Name: "a correction", Given: append(given[:3:3], canceled(3, 2)), Act: officer, When: casefile.Correct{Action: 3, How: casefile.HowVoid, Why: "duplicate"}, Err: casefile.ErrNotCorrectable},
		{Name: "a voiding", Given: append(given[:3:3], voided(3, 2)), Act: officer, When: casefile.Correct{Action: 3, How: casefile.HowVoid, Why: "duplicate"}, Err: casefile.ErrNotCorrectable},
		{Name: "the receipt is no action", Given: given, Act: officer, When: casefile.Correct{Action: 0, How: casefile.HowVoid, Why: "wrong_case"}, Err: casefile.ErrAction},
		{Name: "beyond the last", Given: given, Act: officer, When: casefile.Correct{Action: 3, How: casefile.HowVoid, Why: "wrong_case"}, Err: casefile.ErrAction},
		{Name: "below the first", Given: given, Act: officer, When: casefile.Correct{Action: -1, How: casefile.HowVoid, Why: "wrong_case"}, Err: casefile.ErrAction},
		{Name: "neither way", Given: given, Act: officer, When: casefile.Correct{Action: 2, How: "erase", Why: "wrong_case"}, Err: casefile.ErrHow},
		{Name: "no listed reason", Given: given, Act: officer, When: casefile.Correct{Action: 2, How: casefile.HowVoid, Why: "he asked nicely"}, Err: casefile.ErrWhy},
		{Name: "no such case", Act: officer, When: cancel, Err: casefile.ErrUnknown},
	})
	refuseStrangers(t, given, cancel)
}

func TestTransfer(t *testing.T) {
	t.Parallel()
	moved := events{received, transferred(1, "NBC", "NYC", today)}
	there := casefile.Transfer{Office: "NYC", Occurred: today}
	suite.Run(t, rows{
		{Name: "to another office", Given: moved[:1], Act: officer, When: there, Then: events{transferred(1, "NBC", "NYC", today)}},
		{Name: "and back", Given: moved, Act: officer, When: casefile.Transfer{Office: "NBC", Occurred: today}, Then: events{transferred(2, "NYC", "NBC", today)}},
		{Name: "again", Given: moved, Act: officer, When: there, Err: casefile.ErrSameOffice},
		{Name: "after the transfer was voided", Given: append(moved[:2:2], voided(2, 1)), Act: officer, When: there, Then: events{transferred(3, "NBC", "NYC", today)}},
		{Name: "after the later of two was voided", Given: append(moved[:2:2], transferred(2, "NYC", "CHI", today), voided(3, 2)), Act: officer, When: there, Err: casefile.ErrSameOffice},
		{Name: "after the earlier of two was voided", Given: append(moved[:2:2], transferred(2, "NYC", "CHI", today), voided(3, 1)), Act: officer, When: there, Then: events{transferred(4, "CHI", "NYC", today)}},
		{Name: "no such office", Given: moved[:1], Act: officer, When: casefile.Transfer{Office: "MOON", Occurred: today}, Err: casefile.ErrOffice},
		{Name: "in the future", Given: moved[:1], Act: officer, When: casefile.Transfer{Office: "NYC", Occurred: today.AddDays(2)}, Err: casefile.ErrOccurred},
		{Name: "too long before the receipt", Given: moved[:1], Act: officer, When: casefile.Transfer{Office: "NYC", Occurred: civil.Date{Year: 2025, Month: time.January, Day: 1}}, Err: casefile.ErrOccurredEarly},
		{Name: "no such case", Act: officer, When: there, Err: casefile.ErrUnknown},
	})
	refuseStrangers(t, moved[:1], there)
}
