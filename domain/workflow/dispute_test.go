package workflow_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (w *world) dispute(id uuid.UUID, receipt, born, code string) error {
	_, _, err := w.linking().Dispute(w.Context(), id, workflow.Proof{Network: "network", Receipt: receipt, BirthDate: born, Code: code}, w.by(id))
	return err
}

// A stranger has used the code of a letter; its rightful holder says so, and an officer sends another.
func TestAUsedCodeIsDisputedAndReplaced(t *testing.T) {
	w := newWorld(t)
	stranger, ana := w.activeAs(account.RoleRepresentative), uuid.New()
	receipt, code := w.lettered()
	w.must(w.link(stranger, receipt, born, code))
	w.must(w.dispute(ana, receipt, born, code))
	if err := w.dispute(ana, receipt, born, code); !errors.Is(err, access.ErrCodeDisputed) {
		t.Errorf("while it is open: %v", err)
	}
	old, _ := w.accessOf(casefile.Receipt(receipt)).Last()
	_, err := w.officer().UpholdDispute(t.Context(), casefile.Receipt(receipt), old.Ref.ID, w.byOfficer())
	w.must(err)
	now := w.accessOf(casefile.Receipt(receipt))
	last, _ := now.Last()
	if len(now.Links) != 0 || last.Ref == old.Ref || last.Expires != w.now.AddDate(0, 0, limits.AccessCodeDays) {
		t.Errorf("after it was upheld: %+v", now)
	}
	fresh, err := w.Reveal("", last.Ref)
	w.must(err)
	w.must(w.link(ana, receipt, born, fresh))
}

// Whoever disputes learns no more than who redeems: which cases exist, which are protected, whose birth date or code is right.
func TestDisputesThatDoNotMatchAreTheSameWork(t *testing.T) {
	w := newWorld(t)
	ana := w.active()
	receipt, code := w.lettered()
	w.must(w.link(uuid.New(), receipt, born, code))
	protected, err := w.filing(func(f *workflow.Filing) { f.Protected = true })
	w.must(err)
	var first []string
	for _, c := range []struct{ what, receipt, born, code string }{
		{"unknown", "IOE0000000001", born, code},
		{"another birth date", receipt, "1980-08-01", code},
		{"another code", receipt, born, uuid.NewString()},
		{"protected", string(protected), born, code},
		{"no code", receipt, born, ""},
		{"no number of a letter", "EAC9900123456", born, code},
	} {
		calls := w.during(func() {
			if err := w.dispute(ana, c.receipt, c.born, c.code); err == nil || err.Error() != access.ErrNoMatch.Error() {
				t.Errorf("%s: %v", c.what, err)
			}
		})
		if first == nil {
			first = calls
		}
		if len(calls) < 5 || !slices.Equal(first, calls) {
			t.Errorf("unknown %q\n%s %q", first, c.what, calls)
		}
	}
}

func TestDisputesAreCountedAsTries(t *testing.T) {
	t.Parallel()
	for _, rule := range []string{limits.LinkAccount, limits.LinkNetwork} {
		t.Run(rule, func(t *testing.T) {
			w := newWorld(t)
			w.full = rule
			if err := w.dispute(uuid.New(), "IOE0000000001", born, "code"); !errors.Is(err, workflow.ErrWait) {
				t.Errorf("%v", err)
			}
		})
	}
}
