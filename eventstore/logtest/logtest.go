// Package logtest holds what every log promises, as tests. Each store runs them all:
//
//	func TestLog(t *testing.T) {
//		logtest.Run(t, logtest.Store{Name: "memory", Open: …})
//	}
//
// A test's name says the store and the promise: TestLog/memory/of_many_who_append_at_one_revision_one_wins.
package logtest

import (
	"testing"

	"github.com/casetrail/casetrail/eventstore"
)

// Store is what the suite is told about one implementation.
type Store struct {
	Name string
	Open func(t testing.TB) Instance // an empty log of its own, which ends with the test
}

// Instance is one empty log. A hook that is nil stands for what cannot happen to this store; promises about it are skipped.
type Instance struct {
	Log     eventstore.Log
	Another func(t testing.TB) eventstore.Log // a second process on the same log, which ends with the test; nil: the store lives in one process

	// Slow is another process whose appends lie written and not yet committed for a while, each.
	Slow func(t testing.TB) eventstore.Log
	// LoseAnswers lets the next n appends be written and loses their acknowledgements. Repeats count too. It returns at once;
	// lost says how many were lost so far.
	LoseAnswers func(n int) (lost func() int)
	Cut         func()                // breaks every connection at once
	Silence     func() (speak func()) // what the store answers does not arrive until it may speak again
}

// another is a log that stands for a second process: the same one where there is none.
func (i Instance) another(t testing.TB) eventstore.Log {
	if i.Another == nil {
		return i.Log
	}
	return i.Another(t)
}

type promise struct {
	says string
	keep func(t testing.TB, on Instance)
}

// Run tests a store.
func Run(t *testing.T, s Store) {
	t.Run(s.Name, func(t *testing.T) {
		t.Parallel()
		for _, p := range promises {
			t.Run(p.says, func(t *testing.T) {
				t.Parallel()
				p.keep(t, s.Open(t))
			})
		}
	})
}
