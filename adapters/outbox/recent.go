package outbox

import (
	"time"

	"github.com/google/uuid"
)

// again is how long a delivery is left alone after a look: the list of what is due lags behind the streams.
const again = 2 * time.Second

// recent remembers what was looked at a moment ago. It is used by one goroutine.
type recent struct{ at map[uuid.UUID]time.Time }

// fresh says whether it is time to look.
func (r *recent) fresh(id uuid.UUID) bool { return time.Since(r.at[id]) >= again }

// looked remembers that somebody has just finished looking at these.
func (r *recent) looked(ids []uuid.UUID) {
	now := time.Now()
	for _, id := range ids {
		r.at[id] = now
	}
}

// count is how many are left alone now; the others are forgotten.
func (r *recent) count() int {
	for id := range r.at {
		if r.fresh(id) {
			delete(r.at, id)
		}
	}
	return len(r.at)
}
