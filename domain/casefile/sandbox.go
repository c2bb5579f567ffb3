package casefile

import "fmt"

// SandboxNumber is a receipt number that is published for trying out the Case Status API. Programs that exist know these
// numbers, and which of them has a history.
type SandboxNumber struct {
	Receipt Receipt
	History bool // false: the API shows none, also when there is one
}

// SandboxNumbers are all of them, with those that have a history first.
var SandboxNumbers = append(
	published(true,
		span{"EAC99991", 3403, 3405}, span{"EAC99991", 3410, 3411}, span{"EAC99991", 3416, 3416}, span{"EAC99991", 3419, 3419},
		span{"LIN99991", 6498, 6499}, span{"LIN99991", 6504, 6506},
		span{"SRC99991", 2777, 2787}, span{"SRC99991", 32710, 32710}, span{"SRC99991", 32719, 32719}),
	published(false,
		span{"EAC99991", 3400, 3400}, span{"EAC99991", 3402, 3402}, span{"EAC99991", 3406, 3409}, span{"EAC99991", 3412, 3415},
		span{"EAC99991", 3420, 3421}, span{"EAC99991", 3424, 3426}, span{"EAC99991", 3428, 3429}, span{"EAC99991", 3431, 3432},
		span{"LIN99991", 6501, 6501}, span{"LIN99991", 6507, 6507},
		span{"SRC99991", 32694, 32695}, span{"SRC99991", 32706, 32707})...)

// span is numbers that follow each other.
type span struct {
	prefix      string
	first, last int
}

func published(history bool, spans ...span) (all []SandboxNumber) {
	for _, s := range spans {
		for n := s.first; n <= s.last; n++ {
			all = append(all, SandboxNumber{Receipt(fmt.Sprintf("%s%05d", s.prefix, n)), history})
		}
	}
	return all
}

var sandboxIndex = indexSandbox()

func indexSandbox() map[Receipt]SandboxNumber {
	index := make(map[Receipt]SandboxNumber, len(SandboxNumbers))
	for _, n := range SandboxNumbers {
		index[n.Receipt] = n
	}
	return index
}

// FindSandbox is the published number of a receipt number.
func FindSandbox(r Receipt) (SandboxNumber, bool) {
	n, ok := sandboxIndex[r]
	return n, ok
}
