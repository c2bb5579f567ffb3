package simulate

import (
	"errors"
	"time"

	"github.com/casetrail/casetrail/domain"
)

// Plan says who is to be played.
type Plan struct {
	Cases int
	Days  int    // from the first filing to the end
	Seed  uint64 // other seeds are other people
	Until time.Time
}

// What one seed may number: receipt and account numbers of two seeds never meet.
const (
	maxCases = 10_000_000
	maxSeed  = 400
	maxDays  = 10 * 365
)

// ErrPlan says what a plan may be.
var ErrPlan = errors.New("a plan has 1 to 10,000,000 cases, 1 to 3,650 days and a seed below 400")

func (p Plan) check() error {
	if p.Cases < 1 || p.Cases > maxCases || p.Days < 1 || p.Days > maxDays || p.Seed >= maxSeed {
		return ErrPlan
	}
	return nil
}

// start is midnight before the first day.
func (p Plan) start() time.Time { return p.end().AddDate(0, 0, -p.Days) }

// end is midnight after the last day.
func (p Plan) end() time.Time { return domain.Instant(p.Until).Truncate(24 * time.Hour) }

// number is the i-th number of this seed in a series of which the product itself uses the beginning.
func (p Plan) number(i int) int64 { return 5_000_000_000 + int64(p.Seed)*maxCases + int64(i) }
