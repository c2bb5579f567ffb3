package account_test

import (
	"testing"

	"github.com/casetrail/casetrail/domain/account"
)

func TestNumbersHaveTwelveDigitsAndNoneTwice(t *testing.T) {
	seen := map[string]int64{}
	for n := int64(1); n <= 100_000; n++ {
		got := account.Number(n)
		if len(got) != 12 {
			t.Fatalf("Number(%d) = %q", n, got)
		}
		if m, twice := seen[got]; twice {
			t.Fatalf("%d and %d have the same number", m, n)
		}
		seen[got] = n
	}
}
