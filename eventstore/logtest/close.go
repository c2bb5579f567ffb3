package logtest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/casetrail/casetrail/eventstore"
)

// closedForAll: every call answers ErrClosed, also those that wait; closing twice is fine.
func closedForAll(t testing.TB, on Instance) {
	log := on.Log
	appends(t, log, "s", 0, events(1))
	caughtUp, ended := make(chan struct{}), make(chan error, 1)
	waits := sync.OnceFunc(func() { close(caughtUp) })
	go func() {
		var last error
		for b, err := range log.Follow(t.Context(), 0) {
			if last = err; b.CaughtUp {
				waits()
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

// closedUnderLoad: each append that was acknowledged is there, each that was refused is not. A second process goes on.
func closedUnderLoad(t testing.TB, on Instance) {
	survivor := on.another(t)
	acknowledged := newAnswers()
	var wg sync.WaitGroup
	for w := range 16 {
		wg.Go(func() {
			for {
				err := acknowledged.write(t.Context(), on.Log, fmt.Sprint("s-", w/2), events(2))
				if errors.Is(err, eventstore.ErrClosed) && !errors.Is(err, eventstore.ErrUnknown) {
					return
				} else if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 4 {
		wg.Go(func() {
			for {
				if _, err := collect(on.Log.Read(t.Context(), "s-0", 0)); errors.Is(err, eventstore.ErrClosed) {
					return
				} else if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	w := newWitness()
	wg.Go(func() {
		if err := w.attend(t.Context(), on.Log); !errors.Is(err, eventstore.ErrClosed) {
			t.Errorf("following: %v", err)
		}
	})
	time.Sleep(50 * time.Millisecond)
	if err := on.Log.Close(); err != nil {
		t.Error(err)
	}
	wg.Wait()
	if most := 2 * len(acknowledged.last); most == 0 || len(w.at) > most {
		t.Errorf("%d events were followed, of %d acknowledged", len(w.at), most)
	}
	if on.Another != nil {
		end(t.Context(), survivor)
		if err := w.attend(t.Context(), survivor); err != nil {
			t.Fatal(err)
		}
		w.confirm(t, survivor, acknowledged)
		if len(w.at) != 2*len(acknowledged.last)+1 {
			t.Errorf("%d appends of 2 were acknowledged, %d events are there", len(acknowledged.last), len(w.at)-1)
		}
	}
}
