package transfer

import (
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// order is what every log promises of the events that it yields. It remembers each stream's revision: some 100 bytes a
// stream.
type order struct {
	dense   bool
	last    domain.Position
	stored  time.Time
	streams map[string]domain.Revision
}

func newOrder(dense bool) *order { return &order{dense: dense, streams: map[string]domain.Revision{}} }

// wrong says which promises the next event breaks: position, revision, stored.
func (o *order) wrong(r eventstore.Recorded) (what []string) {
	if r.Position <= o.last || o.dense && r.Position != o.last+1 {
		what = append(what, "position")
	}
	if r.Revision != o.streams[r.Stream]+1 {
		what = append(what, "revision")
	}
	if r.Stored.Before(o.stored) {
		what = append(what, "stored")
	}
	o.last, o.streams[r.Stream], o.stored = max(o.last, r.Position), max(r.Revision, o.streams[r.Stream]), r.Stored
	return what
}
