package workflow_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/workflow"
)

func TestAHolderAsksForALetter(t *testing.T) {
	w := newWorld(t)
	receipt, err := w.filing(func(f *workflow.Filing) { f.Receipt = "IOE0912345678" })
	w.must(err)
	elsewhere, err := w.filing(func(f *workflow.Filing) { f.Receipt = "EAC9900123456" })
	w.must(err)
	id := uuid.New()
	ask := func(of casefile.Receipt) error {
		_, err := w.linking().AskCode(t.Context(), id, of, w.by(id))
		return err
	}
	for _, of := range []casefile.Receipt{receipt, "IOE0999999999"} { // a case that is not theirs is like one that is not there
		if err := ask(of); !errors.Is(err, access.ErrNoMatch) {
			t.Errorf("%s, without a link: %v", of, err)
		}
	}
	for _, of := range []casefile.Receipt{receipt, elsewhere} {
		_, _, err := w.linking().Link(t.Context(), id, workflow.Proof{Network: "network", Receipt: string(of), BirthDate: born}, w.by(id))
		w.must(err)
	}
	w.must(ask(receipt))
	if err := ask(receipt); !errors.Is(err, access.ErrTooManyLetters) {
		t.Errorf("at once again: %v", err)
	}
	if err := ask(elsewhere); !errors.Is(err, workflow.ErrNotPaper) {
		t.Errorf("a case without codes: %v", err)
	}
	last, _ := w.accessOf(receipt).Last()
	code, err := w.Reveal("", last.Ref)
	w.must(err)
	_, _, err = w.linking().Link(t.Context(), id, workflow.Proof{Network: "network", Receipt: string(receipt), BirthDate: born, Code: code}, w.by(id))
	w.must(err)
	if err := ask(receipt); !errors.Is(err, access.ErrNoNeed) {
		t.Errorf("with full access: %v", err)
	}
}

func (w *world) accessOf(receipt casefile.Receipt) access.State {
	w.Helper()
	a, err := w.access.Load(w.Context(), string(receipt))
	w.must(err)
	return a.State
}
