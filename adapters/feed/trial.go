package feed

import "time"

// trial is what one event has met so far.
type trial struct {
	nacks int
	newer time.Time // since when it has been too new for this server
}

// lost says whether the event has failed for good. A fault that passes is waited out for as long as it lasts; a record of
// a newer version only for a while: nothing is down then, and whoever waits for ever holds up the whole feed.
func (t *trial) lost(reason string, pace Pace, now time.Time) bool {
	switch reason {
	case faultPassing:
		return false
	case faultNewer:
		if t.newer.IsZero() {
			t.newer = now
		}
		return now.Sub(t.newer) >= pace.Newer
	}
	t.nacks++
	return t.nacks >= pace.Nacks
}
