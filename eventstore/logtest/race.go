package logtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/casetrail/casetrail/eventstore"
)

// lateCommits: small appends overtake large ones, and ones that lie uncommitted for a while, from several processes. Readers
// at the tail skip none of those that come late.
func lateCommits(t testing.TB, on Instance) {
	const writers, each = 9, 15
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	logs := []eventstore.Log{on.Log, on.another(t), on.Log}
	if on.Slow != nil {
		logs[2] = on.Slow(t)
	}
	told := newAnswers()
	var writing, reading sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			for i := range each {
				e := events(1 + i%3)
				if w%4 == 0 {
					e[0].Data = make([]byte, i*8_000)
				}
				if err := told.write(ctx, logs[w%3], fmt.Sprint("s-", w/2, "-", i%5), e); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	witnesses := []*witness{newWitness(), newWitness(), newWitness()}
	for i, w := range witnesses {
		reading.Go(func() {
			if err := w.attend(ctx, logs[i]); err != nil {
				t.Error(err)
			}
		})
	}
	writing.Wait()
	end(ctx, on.Log)
	reading.Wait()
	for _, w := range witnesses {
		w.confirm(t, on.Log, told)
	}
	if len(told.last) != writers*each {
		t.Errorf("%d appends of %d were answered", len(told.last), writers*each)
	}
}
