package logtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/casetrail/casetrail/eventstore"
)

// brokenConnections: all of them break, again and again, while two processes append and follow. Nobody notices.
func brokenConnections(t testing.TB, on Instance) {
	if on.Cut == nil {
		t.Skip("there are no connections here")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	logs := []eventstore.Log{on.Log, on.another(t)}
	told, enough := newAnswers(), make(chan struct{})
	var writing, reading sync.WaitGroup
	for w := range 8 {
		writing.Go(func() {
			for i := 0; !isClosed(enough); i++ {
				if err := told.write(ctx, logs[w%2], fmt.Sprint("s-", w/2), events(1+i%3)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	witnesses := []*witness{newWitness(), newWitness()}
	for i, w := range witnesses {
		reading.Go(func() {
			if err := w.attend(ctx, logs[i]); err != nil {
				t.Error(err)
			}
		})
	}
	for range 8 {
		time.Sleep(40 * time.Millisecond)
		on.Cut()
	}
	close(enough)
	writing.Wait()
	end(ctx, on.Log)
	reading.Wait()
	for _, w := range witnesses {
		w.confirm(t, on.Log, told)
	}
	if len(told.last) < 8 {
		t.Errorf("only %d appends were answered", len(told.last))
	}
}
