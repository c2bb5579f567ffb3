package links_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/projections/keyset"
	"github.com/casetrail/casetrail/projections/links"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

var (
	used     = access.Linked{Account: ben, Kind: access.KindRepresentative, Tier: access.TierFull, Code: first.ID, At: noon}
	disputed = access.CodeDisputed{Code: first.ID, By: ana, Account: ben, At: later}
)

func TestDisputes(t *testing.T) {
	t.Parallel()
	open := links.Dispute{
		Number: 1, Receipt: receipt, Code: first.ID, CodeNumber: 1, By: ana, Account: ben, Kind: access.KindRepresentative, UsedAt: noon, Opened: later,
	}
	settled := func(outcome, why string) links.Dispute {
		return with(open, func(d *links.Dispute) { d.Outcome, d.Why, d.Settled = outcome, why, &ends })
	}
	upheld := access.DisputeUpheld{Code: first.ID, By: ana, Account: ben}
	rejected := access.DisputeRejected{Code: first.ID, By: ana, Account: ben, Why: access.WhyTrusted}
	b := projectiontest.New(t, pgtest.New(t), links.Projection)
	for name, c := range map[string]struct {
		then  []domain.Event // at the end
		want  []links.Dispute
		fate  string
		links int
	}{
		"it is open":                    {nil, []links.Dispute{open}, access.Used, 1},
		"it was upheld":                 {[]domain.Event{upheld}, []links.Dispute{settled(links.Upheld, "")}, access.Voided, 0},
		"it was rejected":               {[]domain.Event{rejected}, []links.Dispute{settled(links.Rejected, access.WhyTrusted)}, access.Used, 1},
		"it was said again":             {[]domain.Event{rejected, disputed}, []links.Dispute{with(open, func(d *links.Dispute) { d.Number = 2 }), settled(links.Rejected, access.WhyTrusted)}, access.Used, 1},
		"it was said again, and upheld": {[]domain.Event{rejected, disputed, upheld}, []links.Dispute{with(settled(links.Upheld, ""), func(d *links.Dispute) { d.Number = 2 }), settled(links.Rejected, access.WhyTrusted)}, access.Voided, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b.Clear(t)
			b.Happen(stream, noon, access.CodeIssued{Code: first, Issued: noon, Expires: ends, Why: access.WhyReceived}, used)
			b.Happen(stream, later, disputed)
			b.Happen(stream, ends, c.then...)
			b.Apply(t, 1)
			l := links.New(b.Pool)
			got, err := l.DisputesOf(t.Context(), receipt, first.ID)
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
			list, next, err := l.Disputes(t.Context(), "", 10)
			if stillOpen := c.want[0].Outcome == links.Open; err != nil || next != "" || len(list) == 1 != stillOpen || stillOpen && !cmp.Equal(list[0], c.want[0]) {
				t.Errorf("listed %+v, next %q, %v", list, next, err)
			}
			sees, codes, err := l.OfCase(t.Context(), receipt)
			if err != nil || len(sees) != c.links || codes[0].Fate != c.fate || *codes[0].UsedBy != access.KindRepresentative {
				t.Errorf("links %+v, codes %+v, %v", sees, codes, err)
			}
		})
	}
}

func TestDisputesOfACodeThatNobodyDisputed(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), links.Projection)
	if got, err := links.New(b.Pool).DisputesOf(t.Context(), receipt, first.ID); !errors.Is(err, access.ErrNoDispute) {
		t.Errorf("%v, %v", got, err)
	}
}

// The list comes in pages, the one that waits longest first, also when many were opened at one moment.
func TestPagesOfDisputes(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), links.Projection)
	const many = 7
	for i := range many {
		code := first.Numbered(i)
		b.Happen(fmt.Sprintf("access-IOE09%08d", i), later,
			access.CodeIssued{Code: code, Issued: noon, Expires: ends, Why: access.WhyReceived},
			access.Linked{Account: ben, Kind: access.KindApplicant, Tier: access.TierFull, Code: code.ID, At: noon},
			access.CodeDisputed{Code: code.ID, By: ana, Account: ben, At: later.Add(-time.Duration(i/3) * time.Hour)})
	}
	b.Apply(t, 100)
	l := links.New(b.Pool)
	var all []links.Dispute
	for cursor, pages := "", 0; pages == 0 || cursor != ""; pages++ {
		page, next, err := l.Disputes(t.Context(), cursor, 2)
		if err != nil || pages > many {
			t.Fatal(pages, err)
		}
		all, cursor = append(all, page...), next
	}
	seen := map[uuid.UUID]bool{}
	for i, d := range all {
		if seen[d.Code] = true; i > 0 && d.Opened.Before(all[i-1].Opened) {
			t.Errorf("%v after %v", d.Opened, all[i-1].Opened)
		}
	}
	if len(all) != many || len(seen) != many {
		t.Errorf("%d rows, %d disputes", len(all), len(seen))
	}
	for _, cursor := range []string{"nonsense", keyset.Key{At: noon, ID: "nobody"}.String()} {
		if _, _, err := l.Disputes(t.Context(), cursor, 2); !errors.Is(err, keyset.ErrCursor) {
			t.Errorf("%q: %v", cursor, err)
		}
	}
}
