package logtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/casetrail/casetrail/eventstore"
)

// promptly is how long a call may take to notice that its context has ended; machines that run tests are slow.
const promptly = 3 * time.Second

// endedContexts: each call with a context that has ended ends too, and changes nothing.
func endedContexts(t testing.TB, on Instance) {
	log := on.Log
	appends(t, log, "s", 0, events(1))
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	for _, ended := range []context.Context{canceled, late} {
		want := ended.Err()
		if _, err := log.Info(ended); !errors.Is(err, want) {
			t.Errorf("Info: %v", err)
		}
		if got, err := collect(log.Read(ended, "s", 0)); !errors.Is(err, want) || len(got) != 0 {
			t.Errorf("Read: %d events, %v", len(got), err)
		}
		if _, err := log.Append(ended, "s", 1, events(1)); !errors.Is(err, want) || errors.Is(err, eventstore.ErrUnknown) {
			t.Errorf("Append: %v", err)
		}
		if got, err := collect(log.Follow(ended, 0)); err != nil || len(got) != 0 {
			t.Errorf("Follow: %d batches, %v", len(got), err)
		}
	}
	if got := len(read(t, log, "s", 0)); got != 1 {
		t.Errorf("the stream has %d events, want 1", got)
	}
}

// leavingReaders: who leaves between two events is given no more of them, and an error says why a stream ends early.
func leavingReaders(t testing.TB, on Instance) {
	appends(t, on.Log, "s", 0, events(longer))
	for _, after := range []int{1, 2, 499, 500, 501, longer - 1} {
		n, err := readAndLeave(t.Context(), on.Log, after)
		if n != after || !errors.Is(err, context.Canceled) {
			t.Errorf("Read, left after %d events: %d events, %v", after, n, err)
		}
	}
	begun := time.Now()
	for after := range 30 {
		n, caughtUp, err := followAndLeave(t.Context(), on.Log, after)
		if err != nil || n > after && !caughtUp {
			t.Errorf("Follow, left after %d batches: %d batches, %v", after, n, err)
		}
		if caughtUp { // and so it left while it waited
			break
		}
	}
	if d := time.Since(begun); d > promptly {
		t.Errorf("leaving took %v", d)
	}
}

func readAndLeave(ctx context.Context, log eventstore.Log, after int) (n int, last error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for _, err := range log.Read(ctx, "s", 0) {
		if last = err; err != nil {
			continue
		}
		if n++; n == after {
			cancel()
		}
	}
	return n, last
}

// followAndLeave leaves with a batch in hand, or while it waits for one.
func followAndLeave(ctx context.Context, log eventstore.Log, after int) (n int, caughtUp bool, last error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for b, err := range log.Follow(ctx, 0) {
		last, caughtUp = err, b.CaughtUp
		if n++; n == after {
			cancel()
		} else if caughtUp {
			time.AfterFunc(20*time.Millisecond, cancel)
		}
	}
	return n, caughtUp, last
}

// leavingCallers: who leaves at any moment takes nobody along, and what he asked for is written whole or not at all.
func leavingCallers(t testing.TB, on Instance) {
	var wg sync.WaitGroup
	for i := range 200 {
		ctx, cancel := context.WithCancel(t.Context())
		leaves := i%2 == 0
		if leaves {
			time.AfterFunc(time.Duration(i)*20*time.Microsecond, cancel)
		}
		wg.Go(func() {
			defer cancel()
			stream := fmt.Sprint("s-", i)
			_, err := on.Log.Append(ctx, stream, 0, events(3))
			if leaves {
				_, infoErr := on.Log.Info(ctx)
				_, readErr := collect(on.Log.Read(ctx, stream, 0))
				for _, err := range []error{infoErr, readErr} {
					if err != nil && !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
				}
			}
			leftBehind(t, on.Log, stream, 3, err, leaves)
		})
	}
	wg.Wait()
}

// leftBehind expects all of n events or none, whichever agrees with what the writer was told.
func leftBehind(t testing.TB, log eventstore.Log, stream string, n int, told error, left bool) {
	stored, err := collect(log.Read(t.Context(), stream, 0))
	got := len(stored)
	switch {
	case err == nil && told == nil && got == n:
	case err == nil && left && errors.Is(told, context.Canceled) && got == 0:
	case err == nil && left && errors.Is(told, context.Canceled) && errors.Is(told, eventstore.ErrUnknown) && got == n:
	default:
		t.Errorf("%s, left %v: was told %v, and has %d of %d events, %v", stream, left, told, got, n, err)
	}
}

// silence: a store that no longer answers holds up nobody who wants to leave.
func silence(t testing.TB, on Instance) {
	if on.Silence == nil {
		t.Skip("this store always answers")
	}
	appends(t, on.Log, "s", 0, events(1))
	speak := on.Silence()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	calls := map[string]func() error{
		"Info":   func() error { _, err := on.Log.Info(ctx); return err },
		"Read":   func() error { _, err := collect(on.Log.Read(ctx, "s", 0)); return err },
		"Append": func() error { _, err := on.Log.Append(ctx, "s", 1, events(3)); return err },
		"Follow": func() error { _, err := collect(on.Log.Follow(ctx, 0)); return err },
	}
	type ended struct {
		call string
		err  error
	}
	outcomes := make(chan ended, len(calls))
	for call, do := range calls {
		go func() { outcomes <- ended{call, do()} }()
	}
	time.Sleep(50 * time.Millisecond)
	if len(outcomes) > 0 {
		o := <-outcomes
		t.Errorf("%s was answered in silence: %v", o.call, o.err)
	}
	cancel()
	patience, done := context.WithTimeout(t.Context(), promptly)
	defer done()
	for len(calls) > 0 {
		select {
		case o := <-outcomes:
			delete(calls, o.call)
			if want := o.call != "Follow"; errors.Is(o.err, context.Canceled) != want {
				t.Errorf("%s: %v", o.call, o.err)
			}
		case <-patience.Done():
			t.Errorf("held up: %v", slices.Collect(maps.Keys(calls)))
			calls = nil
		}
	}
	speak()
	stored := len(read(t, on.Log, "s", 0))
	if stored != 1 && stored != 4 {
		t.Errorf("the stream has %d events, want 1 or all 4", stored)
	}
	appends(t, on.Log, "other", 0, events(1))
}
