package feed

import (
	"sync"

	"github.com/casetrail/casetrail/domain"
)

// progress knows how far a consumer has come: everything up to its answer is acknowledged or was none of its business.
type progress struct {
	mu      sync.Mutex
	through domain.Position
	open    []*underway
}

// underway is a message that was handed out.
type underway struct {
	before domain.Position // the position that is safe as long as this one is not done
	done   bool
}

// begin is called in the order of the log.
func (p *progress) begin(before domain.Position) *underway {
	p.mu.Lock()
	defer p.mu.Unlock()
	u := &underway{before: before}
	p.open = append(p.open, u)
	return u
}

// passed says that everything up to here has been handed out.
func (p *progress) passed(through domain.Position) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.through = max(p.through, through)
}

func (p *progress) finish(u *underway) {
	p.mu.Lock()
	defer p.mu.Unlock()
	u.done = true
	n := 0
	for n < len(p.open) && p.open[n].done {
		n++
	}
	p.open = p.open[n:]
}

// reset forgets what is not done: it will be handed out again. Nothing may be underway.
func (p *progress) reset() domain.Position {
	at := p.at()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open, p.through = nil, at
	return at
}

// at is the checkpoint: just before the lowest message that is not done.
func (p *progress) at() domain.Position {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.open) > 0 {
		return p.open[0].before
	}
	return p.through
}
