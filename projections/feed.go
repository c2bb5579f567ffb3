package projections

import (
	"context"
	"sync"

	"github.com/casetrail/casetrail/domain"
)

// feed shares one reader of the log's end between the projections that keep up. One that falls behind is let go, so
// that it holds up nobody; it reads on alone until it has caught up again.
type feed struct {
	mu    sync.Mutex
	at    domain.Position // everything up to here has been handed out
	tails map[*tail]struct{}
	ended bool
}

// tail is what one projection has still to do. It is closed when the projection is let go.
type tail struct{ stretches chan *stretch }

// slack is how many stretches a projection may be behind.
const slack = 64

func newFeed(at domain.Position) *feed { return &feed{at: at, tails: map[*tail]struct{}{}} }

// join answers nil when the feed has already handed out something that the caller, who is at after, has not seen.
func (f *feed) join(after domain.Position) *tail {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ended || f.at > after {
		return nil
	}
	t := &tail{stretches: make(chan *stretch, slack)}
	f.tails[t] = struct{}{}
	return t
}

func (f *feed) hand(s *stretch) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at = s.through
	for t := range f.tails {
		select {
		case t.stretches <- s:
		default:
			f.letGo(t)
		}
	}
}

// leave is for a projection that reads no further; one that was let go has left already.
func (f *feed) leave(t *tail) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, in := f.tails[t]; in {
		f.letGo(t)
	}
}

func (f *feed) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = true
	for t := range f.tails {
		f.letGo(t)
	}
}

func (f *feed) letGo(t *tail) {
	delete(f.tails, t)
	close(t.stretches)
}

// read feeds until ctx ends, or the log gives an error that waiting cannot cure: each worker then meets it itself.
func (e *Engine) read(ctx context.Context, f *feed) {
	defer f.end()
	for b, err := range e.log.Follow(ctx, f.at) {
		if err != nil {
			return
		}
		f.hand(e.stretch(b))
	}
}
