package workflow_test

import (
	"errors"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

func TestAnAccountIsAskedToEndAndKept(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	act := w.by(id)
	for range 2 { // sent again, it is the same
		got, err := w.closing().Ask(t.Context(), w.proved(id), " "+address+" ", act)
		w.must(err)
		if !got.Due.Equal(w.now.Add(limits.ClosingWindow)) || got.Reference != act.ID {
			t.Errorf("it answers %+v", got)
		}
	}
	stale := w.proved(id)
	stale.Proved = stale.Proved.Add(-time.Hour)
	for range 2 {
		w.must(w.closing().Cancel(t.Context(), stale, w.by(id)))
	}
	if c := w.account(id).Closing; c.Asked() {
		t.Errorf("kept, it still ends: %+v", c)
	}
}

// At its time the scheduler erases, unless a legal hold forbids it.
func TestWhatWasAskedForComesInTime(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	got, err := w.closing().Ask(t.Context(), w.proved(id), address, w.by(id))
	w.must(err)
	due := domain.Due("account-"+id.String(), "closing", got.Due, got.Due)
	w.held = true
	if _, err := w.erasure().Erase(t.Context(), id, due); !errors.Is(err, workflow.ErrHeld) {
		t.Errorf("under a hold: %v", err)
	}
	w.held = false
	_, err = w.erasure().Erase(t.Context(), id, due)
	w.must(err)
	if !w.account(id).Erased {
		t.Error("the account goes on")
	}
}

func TestWhoMayNotAskForTheEndOfAnAccount(t *testing.T) {
	w := newWorld(t)
	id := w.active()
	for what, typed := range map[string]string{"nothing": "", "no address": "ana", "another address": "bob@example.org"} {
		if _, err := w.closing().Ask(t.Context(), w.proved(id), typed, w.by(id)); !errors.Is(err, workflow.ErrAddressDiffers) {
			t.Errorf("%s typed: %v", what, err)
		}
	}
	w.held = true
	if _, err := w.closing().Ask(t.Context(), w.proved(id), address, w.by(id)); !errors.Is(err, workflow.ErrHeld) {
		t.Errorf("under a hold: %v", err)
	}
	if c := w.account(id).Closing; c.Asked() {
		t.Errorf("it ends: %+v", c)
	}
}
