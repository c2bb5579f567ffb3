package logtest

import (
	"context"
	"errors"
	"testing"

	"github.com/casetrail/casetrail/eventstore"
)

// endedContexts: each call with a context that has ended ends too, and changes nothing.
func endedContexts(t testing.TB, on Instance) {
	log := on.Log
	appends(t, log, "s", 0, events(1))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := log.Info(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("Info: %v", err)
	}
	if got, err := collect(log.Read(ended, "s", 0)); !errors.Is(err, context.Canceled) || len(got) != 0 {
		t.Errorf("Read: %d events, %v", len(got), err)
	}
	if _, err := log.Append(ended, "s", 1, events(1)); !errors.Is(err, context.Canceled) || errors.Is(err, eventstore.ErrUnknown) {
		t.Errorf("Append: %v", err)
	}
	if got, err := collect(log.Follow(ended, 0)); err != nil || len(got) != 0 {
		t.Errorf("Follow: %d batches, %v", len(got), err)
	}
	if got := len(read(t, log, "s", 0)); got != 1 {
		t.Errorf("the stream has %d events, want 1", got)
	}
}

// closed: every call answers ErrClosed, also those that wait; closing twice is fine.
func closed(t testing.TB, on Instance) {
	log := on.Log
	appends(t, log, "s", 0, events(1))
	caughtUp, ended := make(chan struct{}), make(chan error)
	go func() {
		var last error
		for b, err := range log.Follow(t.Context(), 0) {
			if last = err; b.CaughtUp {
				close(caughtUp)
			}
		}
		ended <- last
	}()
	<-caughtUp
	for range 2 {
		if err := log.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	_, err := log.Info(t.Context())
	_, readErr := collect(log.Read(t.Context(), "s", 0))
	_, appendErr := log.Append(t.Context(), "s", 1, events(1))
	_, followErr := collect(log.Follow(t.Context(), 0))
	for call, err := range map[string]error{
		"Info": err, "Read": readErr, "Append": appendErr, "Follow": followErr, "a Follow that waited": <-ended,
	} {
		if !errors.Is(err, eventstore.ErrClosed) {
			t.Errorf("%s: %v", call, err)
		}
	}
}
