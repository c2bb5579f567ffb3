package logtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// slowConsumers: who thinks for long about what he was given loses nothing, and holds up nobody.
func slowConsumers(t testing.TB, on Instance) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	const thinkers = 6 // more than a store has connections, perhaps
	told := newAnswers()
	writes := func(n int) {
		for range n {
			if err := told.write(ctx, on.Log, "s", events(400)); err != nil {
				t.Fatal(err)
			}
		}
	}
	writes(3)
	thinking, thought := make(chan struct{}, 2*thinkers), make(chan struct{})
	var thinkersDone sync.WaitGroup
	for range thinkers {
		thinkersDone.Go(func() {
			if err := thoughtfulFollower(ctx, on.Log, thinking, thought); err != nil {
				t.Errorf("following: %v", err)
			}
		})
		thinkersDone.Go(func() {
			if n, err := thoughtfulReader(ctx, on.Log, thinking, thought); err != nil || n < 1200 {
				t.Errorf("reading: %d events of 1200, %v", n, err)
			}
		})
	}
	for range cap(thinking) {
		select {
		case <-thinking:
		case <-ctx.Done():
			t.Fatal("who only began to read was held up")
		}
	}
	writes(3)
	end(ctx, on.Log)
	swift := newWitness()
	if err := swift.attend(ctx, on.Log); err != nil {
		t.Errorf("held up by others: %v", err)
	}
	swift.confirm(t, on.Log, told)
	close(thought)
	thinkersDone.Wait()
}

// thoughtfulFollower thinks about its first batch.
func thoughtfulFollower(ctx context.Context, log eventstore.Log, thinking chan<- struct{}, thought <-chan struct{}) error {
	w := newWitness()
	for b, err := range log.Follow(ctx, 0) {
		if w.through == 0 {
			thinking <- struct{}{}
			<-thought
		}
		if err == nil {
			err = w.take(b)
		}
		if err != nil || w.ended() {
			return err
		}
	}
	return ctx.Err()
}

// thoughtfulReader thinks about its first event.
func thoughtfulReader(ctx context.Context, log eventstore.Log, thinking chan<- struct{}, thought <-chan struct{}) (n int, err error) {
	for r, err := range log.Read(ctx, "s", 0) {
		if n == 0 {
			thinking <- struct{}{}
			<-thought
		}
		if n++; err != nil || r.Revision != domain.Revision(n) {
			return n, fmt.Errorf("event %d lies at %d: %w", n, r.Revision, err)
		}
	}
	return n, nil
}
