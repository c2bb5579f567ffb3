package workflow_test

import "testing"

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
