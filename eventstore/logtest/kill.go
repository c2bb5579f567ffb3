package logtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/casetrail/casetrail/eventstore"
)

// death is how a follower ends.
type death int

const (
	inHand   death = iota // with a batch that it has not kept
	kept                  // with a batch that it has
	canceled              // at any moment
	shut                  // with its process, at any moment
	natural               // at the end of the log
)

// resumedAfterKill: a follower that keeps Through together with what it did is killed again and again at random, and goes on
// in another process: to what it kept, each event came once, in order.
func resumedAfterKill(t testing.TB, on Instance) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	told, killed := newAnswers(), make(chan struct{})
	var writing sync.WaitGroup
	for w := range 2 {
		writing.Go(func() {
			for i := 0; !isClosed(killed); i++ {
				if err := told.write(ctx, on.Log, fmt.Sprint("s-", i%3), events(1+(w+i)%4)); err != nil {
					t.Error(err)
					return
				}
				time.Sleep(time.Millisecond)
			}
		})
	}
	w := newWitness()
	for n := range 8 {
		how := death(n % int(natural))
		if how == shut && on.Another == nil {
			how = canceled // or the only log would be closed
		}
		if err := w.live(ctx, on.another(t), how); err != nil {
			t.Fatal(err)
		}
	}
	close(killed)
	writing.Wait()
	end(ctx, on.Log)
	if err := w.live(ctx, on.another(t), natural); err != nil {
		t.Fatal(err)
	}
	w.confirm(t, on.Log, told)
}

// live follows from where the life before came to, until it dies.
func (w *witness) live(ctx context.Context, log eventstore.Log, how death) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	switch moment := rand.N(20 * time.Millisecond); how {
	case canceled:
		time.AfterFunc(moment, cancel)
	case shut:
		time.AfterFunc(moment, func() { _ = log.Close() })
	}
	batches := rand.IntN(4)
	for b, err := range log.Follow(ctx, w.through) {
		switch {
		case how == shut && errors.Is(err, eventstore.ErrClosed), how == inHand && batches == 0:
			return nil
		case err != nil:
			return err
		}
		if err := w.take(b); err != nil {
			return err
		}
		if how == kept && batches == 0 || w.ended() {
			return nil
		}
		batches--
	}
	return nil
}
