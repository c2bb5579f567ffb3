package logtest

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"
)

// recorder is a test that may fail without failing the one that runs it.
type recorder struct {
	testing.TB
	ctx context.Context

	mu      sync.Mutex
	said    []string
	skipped bool
}

// broken runs a promise to its end and says what it had to complain about.
func broken(t *testing.T, keep func(testing.TB, Instance), on Instance) (said []string) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Second) // some broken logs leave their callers waiting
	defer cancel()
	r, done := &recorder{TB: t, ctx: ctx}, make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				r.Error("panic:", p)
			}
		}()
		keep(r, on)
	}()
	<-done
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.skipped {
		t.Error("the promise was skipped")
	}
	return r.said
}

func (r *recorder) say(s string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, s)
}

func (r *recorder) Failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.said) > 0
}

func (r *recorder) FailNow() {
	r.say("failed")
	runtime.Goexit()
}

func (r *recorder) Fatal(args ...any) {
	r.say(fmt.Sprint(args...))
	runtime.Goexit()
}

func (r *recorder) Skip(...any) {
	r.skipped = true
	runtime.Goexit()
}

func (r *recorder) Helper()                           {}
func (r *recorder) Context() context.Context          { return r.ctx }
func (r *recorder) Log(...any)                        {}
func (r *recorder) Logf(string, ...any)               {}
func (r *recorder) Fail()                             { r.say("failed") }
func (r *recorder) Error(args ...any)                 { r.say(fmt.Sprint(args...)) }
func (r *recorder) Errorf(format string, args ...any) { r.say(fmt.Sprintf(format, args...)) }
func (r *recorder) Fatalf(format string, args ...any) { r.Fatal(fmt.Sprintf(format, args...)) }
