package esdb_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/esdb"
	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
)

// A server that is away for longer than the client looks for one costs its callers time and nothing else.
func TestLongOutage(t *testing.T) {
	t.Parallel()
	server := esdbtest.Start(t)
	log := open(t, server.URL(), esdb.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	followed := make(chan int)
	go func() { followed <- len(followUntil(ctx, t, log, "end")) }()
	server.Stop()
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			stream := fmt.Sprint("s-", i)
			if a, err := log.Append(ctx, stream, 0, events(2)); err != nil || a.Revision != 2 {
				t.Errorf("%s: %+v, %v", stream, a, err)
			}
		})
	}
	if _, err := log.Info(ctx); !errors.Is(err, eventstore.ErrAway) {
		t.Errorf("Info: %v", err)
	}
	for _, err := range log.Read(ctx, "s-1", 0) {
		if !errors.Is(err, eventstore.ErrAway) {
			t.Errorf("Read: %v", err)
		}
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if _, err := log.Append(ctx, "end", 0, events(1)); err != nil {
		t.Fatal(err)
	}
	if n := <-followed; n != 101 {
		t.Errorf("%d events came, want 101", n)
	}
}

// Only the end of the context makes an outcome unknown, and only when something was sent.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		fault   func(*esdbtest.Server)
		unknown bool
		written int
	}{
		"answer is held back":     {func(s *esdbtest.Server) { s.DelayAnswers(time.Hour) }, true, 2},
		"answers are always lost": {func(s *esdbtest.Server) { s.LoseAcknowledgements(1 << 30) }, true, 2},
		"nothing could be sent":   {func(s *esdbtest.Server) { s.Stop() }, false, 0},
		"answer comes late": {func(s *esdbtest.Server) {
			s.LoseAcknowledgements(4)
			s.DelayAnswers(20 * time.Millisecond)
		}, false, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := esdbtest.Start(t)
			log := open(t, server.URL(), esdb.Options{})
			ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
			defer cancel()
			row.fault(server)
			_, _ = log.Info(ctx) // the log notices that nobody is there
			e := events(2)
			_, err := log.Append(ctx, "s", 0, e)
			if late := ctx.Err() != nil; errors.Is(err, eventstore.ErrUnknown) != row.unknown || (err == nil) == late || late != errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("after the context ended, %v: %v", late, err)
			}
			server.LoseAcknowledgements(0)
			server.DelayAnswers(0)
			restart(t, server)
			n := 0
			for _, err := range log.Read(t.Context(), "s", 0) {
				if n++; err != nil {
					t.Fatal(err)
				}
			}
			if n != row.written {
				t.Errorf("%d events are there, want %d", n, row.written)
			}
			if a, err := log.Append(t.Context(), "s", 0, e); err != nil || a.Revision != 2 {
				t.Errorf("the same again: %+v, %v", a, err)
			}
		})
	}
}

// Close returns whatever the server does, every call returns with it, and nothing is left behind.
func TestCloseDuringAnOutage(t *testing.T) { // alone: it looks at all goroutines
	for name, fault := range map[string]func(*esdbtest.Server){
		"stopped":         func(s *esdbtest.Server) { s.Stop() },
		"silent":          func(s *esdbtest.Server) { s.Delay(time.Hour) },
		"answers nothing": func(s *esdbtest.Server) { s.DelayAnswers(time.Hour) },
		"dropping":        func(s *esdbtest.Server) { s.DropConnections() },
		"losing":          func(s *esdbtest.Server) { s.LoseAcknowledgements(1 << 30) },
	} {
		t.Run(name, func(t *testing.T) {
			server := esdbtest.Start(t)
			log := open(t, server.URL(), esdb.Options{Drain: 100 * time.Millisecond})
			var wg sync.WaitGroup
			for i := range 40 {
				wg.Go(func() {
					var err error
					for n := 0; err == nil; n++ {
						_, err = log.Append(t.Context(), fmt.Sprint("s-", i), domain.Revision(n), events(1))
					}
					if !errors.Is(err, eventstore.ErrClosed) {
						t.Errorf("append: %v", err)
					}
				})
			}
			for range 4 {
				wg.Go(func() {
					var last error
					for _, err := range log.Follow(t.Context(), 0) {
						last = err
					}
					if !errors.Is(last, eventstore.ErrClosed) {
						t.Errorf("follow: %v", last)
					}
				})
			}
			time.Sleep(50 * time.Millisecond)
			fault(server)
			time.Sleep(50 * time.Millisecond)
			began := time.Now()
			for range 2 {
				if err := log.Close(); err != nil {
					t.Error(err)
				}
			}
			wg.Wait()
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("closing took %v", took)
			}
			server.Close()
			for end := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
				left := leftBehind()
				if len(left) == 0 {
					break
				}
				if time.Now().After(end) {
					t.Fatalf("%d goroutines are left behind:\n%s", len(left), strings.Join(left, "\n\n"))
				}
			}
		})
	}
}

// leftBehind are the log's goroutines, but for those that hang in the client that it stands before, and other tests.
func leftBehind() []string {
	all := make([]byte, 4<<20)
	return slices.DeleteFunc(strings.Split(string(all[:runtime.Stack(all, true)]), "\n\n"), func(stack string) bool {
		return !strings.Contains(stack, "eventstore/esdb.") || strings.Contains(stack, "EventStore-Client-Go") ||
			strings.Contains(stack, "testing.tRunner")
	})
}
