package domaintest

import "github.com/casetrail/casetrail/domain/secret"

// Typed stands for a secret that somebody typed: it is right for exactly the references listed.
type Typed []secret.Ref

// Is says whether the reference is one of the listed.
func (t Typed) Is(r secret.Ref) bool {
	for _, x := range t {
		if x == r {
			return true
		}
	}
	return false
}
