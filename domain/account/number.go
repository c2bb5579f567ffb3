package account

import (
	"fmt"
	"math/bits"
)

// The factor has no divisor in common with the modulus, so every n has a number of its own.
const (
	numbers = 1_000_000_000_000
	factor  = 618_033_988_749
)

// Number is the n-th online account number: twelve digits. Neighbors look unrelated, so that nobody reads from a number
// how many accounts there are. It hides nothing and opens nothing.
func Number(n int64) string {
	high, low := bits.Mul64(uint64(n)%numbers, factor)
	_, rest := bits.Div64(high, low, numbers)
	return fmt.Sprintf("%012d", rest)
}
