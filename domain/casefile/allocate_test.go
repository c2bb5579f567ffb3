package casefile_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/domain/casefile"
)

func TestAllocatedNumbersAreAllDifferent(t *testing.T) {
	t.Parallel()
	seen := map[casefile.Receipt]int64{}
	for n := range int64(100_000) {
		r := casefile.AllocateReceipt(n)
		if before, twice := seen[r]; twice {
			t.Fatalf("%d and %d have the same number", before, n)
		}
		seen[r] = n
	}
}

func TestAllocatedNumbersAreReceiptNumbers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		r := casefile.AllocateReceipt(n)
		if !r.Valid() || !r.Online() {
			t.Fatalf("the number of %d is %q", n, r)
		}
		m := rapid.Int64Range(0, 9_999_999_999).Draw(t, "m")
		if k := rapid.Int64Range(0, 9_999_999_999).Draw(t, "k"); (casefile.AllocateReceipt(m) == casefile.AllocateReceipt(k)) != (m == k) {
			t.Fatalf("%d and %d have the same number", m, k)
		}
	})
	for _, n := range []int64{math.MinInt64, -1, math.MaxInt64} {
		if r := casefile.AllocateReceipt(n); !r.Valid() {
			t.Errorf("the number of %d is %q", n, r)
		}
	}
}

// The numbers are in the world: the same n has the same number for ever.
func TestAllocatedNumbersNeverChange(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]casefile.Receipt{0: "IOE3438551704", 1: "IOE8297313687", 9_999_999_999: "IOE4203552924"} {
		if got := casefile.AllocateReceipt(n); got != want {
			t.Errorf("the number of %d is %q, was %q", n, got, want)
		}
	}
}
