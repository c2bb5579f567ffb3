package esdb

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/casetrail/casetrail/eventstore/esdb/esdbtest"
)

// Calls that hang in a connection that failed, as many as there may be, hold up nobody on the next one. They are given up, and
// the client that they are in is closed only when they are back.
func TestWhoHangsHoldsUpNobody(t *testing.T) {
	t.Parallel()
	config, err := configure(esdbtest.Start(t).URL(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(config, slog.New(slog.DiscardHandler))
	defer c.close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	first, err := c.enter(ctx)
	if err != nil {
		t.Fatal(err)
	}
	back, outcomes := make(chan struct{}), make(chan error)
	for range callsAtOnce {
		go func() {
			_, err := call(ctx, c, func(context.Context, *vendor.Client) (struct{}, error) {
				<-back
				return struct{}{}, nil
			})
			outcomes <- err
		}()
	}
	for len(first.seats) < callsAtOnce {
		time.Sleep(time.Millisecond)
	}
	if _, err := within(ctx, c, first, func(context.Context, *vendor.Client) (struct{}, error) { return struct{}{}, errLost }); !errors.Is(err, errLost) {
		t.Errorf("the call whose connection failed: %v", err)
	}
	began := time.Now()
	_, err = call(ctx, c, func(_ context.Context, v *vendor.Client) (struct{}, error) {
		_, err := v.GetServerVersion()
		return struct{}{}, err
	})
	if took := time.Since(began); err != nil || took > lastWords/2 {
		t.Errorf("on the next connection: %v after %v", err, took)
	}
	for range callsAtOnce {
		if err := <-outcomes; !errors.Is(err, errLost) {
			t.Errorf("a call that hangs: %v", err)
		}
	}
	closed := func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return first.closed
	}
	if closed() {
		t.Error("the client is closed with calls in it")
	}
	for close(back); !closed() && ctx.Err() == nil; {
		time.Sleep(time.Millisecond)
	}
	if !closed() {
		t.Error("the client is not closed when nobody is in it any more")
	}
}
