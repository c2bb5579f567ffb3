package workflow_test

import (
	"testing"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
)

// Whoever shows a code that somebody spent is told what kind of person that was: the account's role says it.
func TestACodeIsSpentByTheKindOfPersonTheAccountIsFor(t *testing.T) {
	t.Parallel()
	for role, kind := range map[string]string{
		account.RoleApplicant: access.KindApplicant, account.RoleRepresentative: access.KindRepresentative,
	} {
		for name, first := range map[string]bool{"linked at once": false, "upgraded": true} {
			t.Run(role+", "+name, func(t *testing.T) {
				w := newWorld(t)
				id := w.activeAs(role)
				receipt, code := w.lettered()
				if first {
					w.must(w.link(id, receipt, born, ""))
				}
				w.must(w.link(id, receipt, born, code))
				gate, err := w.access.Load(w.Context(), receipt)
				w.must(err)
				if last, _ := gate.State.Last(); last.Fate != access.Used || last.UsedBy != kind {
					t.Errorf("%q by %q", last.Fate, last.UsedBy)
				}
			})
		}
	}
}

// lettered is a case whose access code is on its way.
func (w *world) lettered() (receipt, code string) {
	w.Helper()
	of, err := w.filing(nil)
	w.must(err)
	sent, err := w.officer().IssueCode(w.Context(), of, access.WhyReceived, w.byOfficer())
	w.must(err)
	last, _ := sent.State.Last()
	return string(of), last.Ref.ID.String()
}
