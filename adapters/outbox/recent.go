package outbox

import (
	"time"

	"github.com/google/uuid"
)

// again is how long a delivery is left alone after a look: the list of what is due lags behind the streams.
const again = 2 * time.Second

// recent remembers what was looked at a moment ago. It is used by one goroutine.
type recent struct{ at map[uuid.UUID]time.Time }

// fresh says whether it is time to look, and remembers that somebody did.
func (r *recent) fresh(id uuid.UUID) bool {
	now := time.Now()
	if now.Sub(r.at[id]) < again {
		return false
	}
	if len(r.at) > 1000 {
		for old, at := range r.at {
			if now.Sub(at) >= again {
				delete(r.at, old)
			}
		}
	}
	r.at[id] = now
	return true
}
