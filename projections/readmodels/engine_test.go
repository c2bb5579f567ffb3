package readmodels_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections/caselist"
	"github.com/casetrail/casetrail/projections/cases"
)

const receipt = "IOE0912345678"

var (
	ana  = uuid.MustParse("a0000000-0000-0000-0000-000000000001")
	noon = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
)

// The engine takes all read models as they are, opens what they declare, and leaves nothing of whom was erased.
func TestEngineKeepsThemInStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.happens("casefile-"+receipt, filing(), casefile.Recorded{Number: 1, Code: "FNB", Occurred: civil.Of(noon), Office: "NBC"})
	w.happens("account-"+ana.String(), account.Registered{
		Account: ana, Address: personal.New(personal.Holder(ana), "ana@example.org"), Language: "en", Expires: noon.AddDate(0, 0, 1),
	})
	w.happens("access-"+receipt, access.Linked{Account: ana, Kind: access.KindApplicant, Tier: access.TierStatus, At: noon})
	w.reaches(w.happens("delivery-"+ana.String(), delivery.Requested{Delivery: ana, Channel: delivery.ChannelMail}))

	items, _, err := caselist.New(w.pool).List(t.Context(), ana, caselist.Filter{}, "", 10)
	if err != nil || len(items) != 1 || items[0].StatusCode != "FNB" {
		t.Errorf("the list: %+v, %v", items, err)
	}
	row, revision, _, err := cases.New(w.pool).Case(t.Context(), receipt)
	if err != nil {
		t.Fatal(err)
	}
	live, at, err := cases.LiveFold(w.facts("casefile-" + receipt))
	if diff := cmp.Diff(live, row, cmpopts.EquateEmpty()); err != nil || at != revision || diff != "" {
		t.Errorf("row at %d, stream at %d: %v %s", revision, at, err, diff)
	}
	if got := w.address(); got == nil || *got != "ana@example.org" {
		t.Error("the directory does not have the address")
	}
	w.reaches(w.happens("account-"+ana.String(), account.Erased{Subjects: []uuid.UUID{personal.Holder(ana)}}))
	if w.address() != nil {
		t.Error("the directory still has the address after the erasure")
	}
}

func filing() casefile.Received {
	of := personal.Party(receipt, "applicant")
	return casefile.Received{
		Receipt: receipt, Channel: casefile.ChannelPaper, Form: "I-765", ReceiptDate: civil.Of(noon), Office: "NBC", Language: "en",
		Party: casefile.Party{Role: "applicant", FamilyName: personal.New(of, "Ríos")},
	}
}
