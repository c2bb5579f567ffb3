package feed

import (
	"errors"
	"slices"
	"time"
)

// So many streams of one consumer failing within so long are not to blame: something that they all need is.
const (
	landslide       = 20
	landslideWithin = time.Minute
)

// haltedLandslide is why a consumer halts, as it is stored.
const haltedLandslide = "landslide"

// errLandslide ends the work of one consumer until somebody lifts the halt, or another term begins.
var errLandslide = errors.New("landslide: too many streams failed within a minute")

// slope remembers when a consumer parked streams of late. It is forgotten when the consumer begins anew.
type slope struct{ parked []time.Time }

// bears says whether one more stream may be parked, and remembers it if so.
func (s *slope) bears(now time.Time) bool {
	s.parked = slices.DeleteFunc(s.parked, func(at time.Time) bool { return now.Sub(at) >= landslideWithin })
	if len(s.parked) >= landslide-1 {
		return false
	}
	s.parked = append(s.parked, now)
	return true
}
