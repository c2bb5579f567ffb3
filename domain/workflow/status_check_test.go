package workflow_test

import (
	"errors"
	"testing"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/workflow"
)

// check asks for a status without an account.
func (w *world) check(receipt, born, name string) error {
	_, err := w.statusCheck().Check(w.Context(), workflow.Question{Network: "network", Receipt: receipt, BirthDate: born, LastName: name})
	return err
}

func TestWhoMaySeeAStatusWithoutAnAccount(t *testing.T) {
	w := newWorld(t)
	known, err := w.filing(nil)
	w.must(err)
	protected, err := w.filing(func(f *workflow.Filing) { f.Protected = true })
	w.must(err)
	receipt, of := string(known), "Example"
	for what, c := range map[string]struct {
		receipt, born, name string
		want                error
	}{
		"the birth date":                     {receipt, born, "", nil},
		"the last name":                      {receipt, "", of, nil},
		"the name in capitals":               {receipt, "", "EXAMPLE", nil},
		"both":                               {receipt, born, of, nil},
		"a number with spaces":               {receipt[:3] + " " + receipt[3:], born, "", nil},
		"another birth date":                 {receipt, "1980-08-01", "", workflow.ErrNoStatus},
		"another name":                       {receipt, "", "Sample", workflow.ErrNoStatus},
		"the birth date, but another name":   {receipt, born, "Sample", workflow.ErrNoStatus},
		"the name, but another birth date":   {receipt, "1980-08-01", of, workflow.ErrNoStatus},
		"a protected case, by birth date":    {string(protected), born, "", workflow.ErrNoStatus},
		"a protected case, by name":          {string(protected), "", of, workflow.ErrNoStatus},
		"a case that there is not":           {"IOE0000000001", born, of, workflow.ErrNoStatus},
		"neither":                            {receipt, "", "", workflow.ErrStatusProof},
		"what is no receipt number":          {"what is it", born, "", casefile.ErrReceiptMalformed},
		"what is no date, and a right name":  {receipt, "yesterday", of, workflow.ErrBirthDate},
		"nobody's case, by the empty answer": {"IOE0000000001", "", "nothing", workflow.ErrNoStatus},
	} {
		if err := w.check(c.receipt, c.born, c.name); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
	}
	got, err := w.statusCheck().Check(t.Context(), workflow.Question{Receipt: receipt, BirthDate: born})
	if err != nil || got != known {
		t.Errorf("answered %s, %v", got, err)
	}
}

func TestAStatusIsNotShownWhenTheKeyOfThePartyIsGone(t *testing.T) {
	w := newWorld(t)
	known, err := w.filing(nil)
	w.must(err)
	clear(w.keys.of)
	for _, name := range []string{"Example", "Anything"} {
		if err := w.check(string(known), "", name); !errors.Is(err, workflow.ErrNoStatus) {
			t.Errorf("by name %s: %v", name, err)
		}
	}
	if err := w.check(string(known), born, ""); !errors.Is(err, workflow.ErrNoStatus) {
		t.Errorf("by birth date: %v", err)
	}
}
