package browsertest

import (
	"runtime"
	"sync"
	"testing"
)

// turns lets as many tests use the browser at once as there are processors:
// more would only make each of them slower, and late. A turn is a test's, not a
// tab's, so that two tests with two tabs each cannot wait for each other.
var turns = turnstile{free: make(chan struct{}, runtime.NumCPU()), held: map[testing.TB]bool{}}

type turnstile struct {
	free chan struct{}
	mu   sync.Mutex
	held map[testing.TB]bool
}

func (s *turnstile) take(t testing.TB) {
	s.mu.Lock()
	held := s.held[t]
	s.held[t] = true
	s.mu.Unlock()
	if held {
		return
	}
	s.free <- struct{}{}
	// Cleanups run last first: the turn is given back after the tabs are.
	t.Cleanup(func() {
		s.mu.Lock()
		delete(s.held, t)
		s.mu.Unlock()
		<-s.free
	})
}
