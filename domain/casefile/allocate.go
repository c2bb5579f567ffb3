package casefile

import "fmt"

// AllocateReceipt is the n-th receipt number that the product itself gives: IOE and ten digits. Every n from 0 to
// 9,999,999,999 has a number of its own, and neighbors look unrelated, so that nobody reads from a number how many
// filings there are or guesses the next one at sight. It hides nothing: a receipt number is never authority.
// A number may have been typed for a paper filing before; then that record exists, and the caller takes the next n.
func AllocateReceipt(n int64) Receipt {
	n = (n%all + all) % all // always a receipt number, whatever n is
	left, right := n/half, n%half
	for _, key := range roundKeys {
		left, right = right, (left+scramble(right, key))%half
	}
	return Receipt(fmt.Sprintf("IOE%05d%05d", left, right))
}

const (
	half = 100_000 // five of the ten digits
	all  = half * half
)

// roundKeys never change: they are in every number that was given.
var roundKeys = []int64{48_611, 93_719, 27_509, 70_241}

// scramble need not be invertible: a round adds it to the other half, and could subtract it again.
func scramble(x, key int64) int64 { return (x*x%99_991 + x*key + key) % half }
