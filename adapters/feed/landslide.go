package feed

import (
	"slices"
	"sync"
	"time"
)

// So many streams of one consumer failing within so long are not to blame: something that they all need is.
const (
	landslide       = 20
	landslideWithin = time.Minute
)

// slope remembers when a consumer parked streams of late. It is forgotten when the server stops, which is how a landslide
// whose cause is mended ends at once.
type slope struct {
	mu     sync.Mutex
	parked []time.Time
	slid   time.Time // when a stream was last kept from being parked
}

// bears says whether one more stream may be parked, and remembers the answer. After a no it goes on saying no until it
// has not been asked for a while: what is held back asks again and again, and would otherwise be parked piece by piece.
func (s *slope) bears(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := func(at time.Time) bool { return now.Sub(at) >= landslideWithin }
	s.parked = slices.DeleteFunc(s.parked, old)
	if !old(s.slid) || len(s.parked) >= landslide-1 {
		s.slid = now
		return false
	}
	s.parked = append(s.parked, now)
	return true
}
