package projections

import (
	"sync"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

// board is where those who wait look, and where the workers of this server, or a look at the database, write.
// Positions on it only grow, as long as the log is the same.
type board struct {
	mu      sync.Mutex
	epoch   uuid.UUID
	at      map[string]domain.Position // by checkpoint
	changed chan struct{}              // closed and replaced when anything moves
	waiting int
	stop    func() // ends the looking
}

func newBoard() *board {
	return &board{at: map[string]domain.Position{}, changed: make(chan struct{})}
}

func (b *board) post(name string, epoch uuid.UUID, at domain.Position) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if epoch != b.epoch {
		b.epoch = epoch
		clear(b.at)
	}
	if at <= b.at[name] {
		return
	}
	b.at[name] = at
	close(b.changed)
	b.changed = make(chan struct{})
}

// least is how far the slowest of these has come, and what tells when that may have changed.
func (b *board) least(names []string) (at domain.Position, changed <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, name := range names {
		if i == 0 || b.at[name] < at {
			at = b.at[name]
		}
	}
	return at, b.changed
}

// enter starts looking for the first who waits; leave ends it after the last.
func (b *board) enter(look func() (stop func())) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting++; b.waiting == 1 {
		b.stop = look()
	}
}

func (b *board) leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting--; b.waiting == 0 {
		b.stop()
	}
}
