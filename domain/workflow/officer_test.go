package workflow_test

import (
	"errors"
	"testing"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/workflow"
)

// A number that would be given may stand on paper already.
func TestAReceiptNumberThatIsTakenIsPassedOver(t *testing.T) {
	w := newWorld(t)
	first, err := w.filing(nil)
	w.must(err)
	w.last["receipt"] = 0
	second, err := w.filing(nil)
	w.must(err)
	if first == second || w.last["receipt"] != 2 {
		t.Errorf("%s, then %s, after %d numbers", first, second, w.last["receipt"])
	}
}

// A check answers as receiving would, in the form that is kept, and neither records anything nor takes a number.
func TestAFilingIsCheckedWithoutBeingRecorded(t *testing.T) {
	w := newWorld(t)
	check := func(change func(*workflow.Filing)) (workflow.Filing, error) {
		f := w.keyed()
		change(&f)
		return w.officer().Check(w.Context(), f, w.byOfficer())
	}
	for range 2 { // the first has not filed it
		f, err := check(func(f *workflow.Filing) { f.Receipt, f.ANumber = "ioe-09 1234 5678", "a12345678" })
		if w.must(err); f.Receipt != "IOE0912345678" || f.ANumber != "A012345678" {
			t.Errorf("it would be kept as %+v", f)
		}
	}
	_, err := check(func(*workflow.Filing) {})
	if w.must(err); w.last["receipt"] != 0 {
		t.Errorf("%d numbers are gone", w.last["receipt"])
	}
	known, err := w.filing(nil)
	w.must(err)
	for want, change := range map[error]func(*workflow.Filing){
		casefile.ErrAlreadyReceived: func(f *workflow.Filing) { f.Receipt = string(known) },
		casefile.ErrReceiptTooShort: func(f *workflow.Filing) { f.Receipt = "IOE09" },
		casefile.ErrForm:            func(f *workflow.Filing) { f.Form = "I-999" },
		workflow.ErrANumber:         func(f *workflow.Filing) { f.ANumber = "12" },
	} {
		if _, err := check(change); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
}
