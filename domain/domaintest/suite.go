package domaintest

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/casetrail/casetrail/domain"
)

// Suite remembers what the rows of one aggregate have produced.
type Suite[S, C any, E domain.Event] struct {
	decider domain.Decider[S, C, E]
	mu      sync.Mutex
	events  map[string]bool
	errors  map[string]bool
}

// New is the suite of an aggregate.
func New[S, C any, E domain.Event](d domain.Decider[S, C, E]) *Suite[S, C, E] {
	return &Suite[S, C, E]{decider: d, events: map[string]bool{}, errors: map[string]bool{}}
}

// Main runs the tests of the package. When all of them ran and passed, it fails if an event of the catalog or a declared
// error was produced by no row: then there is a behavior that nobody has described.
func (s *Suite[S, C, E]) Main(m *testing.M) {
	code := m.Run()
	if code == 0 && complete() {
		if missing := s.missing(); len(missing) > 0 {
			fmt.Println("FAIL: no row produces")
			for _, name := range missing {
				fmt.Println("   ", name)
			}
			code = 1
		}
	}
	os.Exit(code)
}

// complete says whether this run was asked for all tests.
func complete() bool {
	for _, filter := range []string{"test.run", "test.skip", "test.list", "test.fuzz"} {
		if f := flag.Lookup(filter); f != nil && f.Value.String() != "" {
			return false
		}
	}
	return true
}

// Errors counts an error that a pure question of the state gave, which no command gives.
func (s *Suite[S, C, E]) Errors(errs ...error) {
	for _, err := range errs {
		s.note(nil, err)
	}
}

func (s *Suite[S, C, E]) note(events []E, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range events {
		s.events[e.EventType()] = true
	}
	var e *domain.Error
	if errors.As(answer(events, err), &e) {
		s.errors[e.Code] = true
	}
}

// missing is what was declared and not produced. (What was produced and not declared fails its row.)
func (s *Suite[S, C, E]) missing() (names []string) {
	for _, entry := range s.decider.Catalog {
		if !entry.Old && !s.events[entry.Type] {
			names = append(names, "event "+entry.Type)
		}
	}
	for _, e := range s.decider.Errors {
		if !s.errors[e.Code] {
			names = append(names, "error "+e.Code)
		}
	}
	slices.SortFunc(names, cmp.Compare)
	return names
}

func (s *Suite[S, C, E]) fold(state S, events []E) S {
	for _, e := range events {
		state = s.decider.Evolve(state, e)
	}
	return state
}
