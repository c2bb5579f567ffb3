package projections

import (
	"context"
	"sync"
	"time"

	"github.com/casetrail/casetrail/domain"
)

// seen remembers when the first event after a position was stored, which never changes: a projection that stands still
// costs one look at the log, however often it is asked about.
type seen struct {
	mu sync.Mutex
	at map[domain.Position]time.Time
}

// most positions are asked about once; then the memory starts afresh.
const remembered = 100

func (s *seen) get(at domain.Position) (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.at[at]
	return t, ok
}

func (s *seen) put(at domain.Position, stored time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == nil || len(s.at) >= remembered {
		s.at = map[domain.Position]time.Time{}
	}
	s.at[at] = stored
}

// firstAfter is when the oldest event after a position was stored; zero when there is none.
func (e *Engine) firstAfter(ctx context.Context, at domain.Position) (time.Time, error) {
	if t, ok := e.seen.get(at); ok {
		return t, nil
	}
	for b, err := range e.log.Follow(ctx, at) {
		switch {
		case err != nil:
			return time.Time{}, err
		case len(b.Events) > 0:
			e.seen.put(at, b.Events[0].Stored)
			return b.Events[0].Stored, nil
		case b.CaughtUp:
			return time.Time{}, nil
		}
	}
	return time.Time{}, ctx.Err()
}
