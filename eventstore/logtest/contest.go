package logtest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// oneWriterWins: exactly one of all who append at the same revision, from two processes; the others are told where the stream is.
func oneWriterWins(t testing.TB, on Instance) {
	contest(t, on, 20, func() {})
}

// oneWriterWinsUnheard: who wins and does not hear of it is not told that he lost.
func oneWriterWinsUnheard(t testing.TB, on Instance) {
	if on.LoseAnswers == nil {
		t.Skip("no acknowledgement can be lost here")
	}
	lost := func() int { return 0 }
	total := 0
	contest(t, on, 10, func() {
		total += lost()
		lost = on.LoseAnswers(1)
	})
	if total < 5 {
		t.Errorf("only %d acknowledgements were lost", total)
	}
}

func contest(t testing.TB, on Instance, rounds int, before func()) {
	const writers = 16
	logs := []eventstore.Log{on.Log, on.another(t)}
	var all []eventstore.Event
	for round := range rounds {
		before()
		after := domain.Revision(len(all))
		size := 1 + round%3
		won := make(chan []eventstore.Event, writers)
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				e := events(size)
				_, err := logs[w%2].Append(t.Context(), "s", after, e)
				switch got := outcome(err); got {
				case "ok":
					won <- e
				case fmt.Sprint("conflict ", len(all)+size):
				default:
					t.Errorf("round %d: %s", round, got)
				}
			})
		}
		wg.Wait()
		if len(won) != 1 {
			t.Fatalf("round %d: %d won", round, len(won))
		}
		all = append(all, <-won...)
	}
	for _, log := range logs {
		sameIDs(t, "the stream", read(t, log, "s", 0), all)
	}
	followed, _ := follow(t, on.Log, 0)
	sameIDs(t, "the log", followed, all)
}
