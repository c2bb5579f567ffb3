package caselist_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/caselist"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/keyset"
	"github.com/casetrail/casetrail/projections/links"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var (
	ana  = uuid.MustParse("a0000000-0000-0000-0000-000000000001")
	ben  = uuid.MustParse("b0000000-0000-0000-0000-000000000002")
	noon = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	day  = civil.Of(noon)
)

func bench(t *testing.T) *projectiontest.Bench {
	return projectiontest.New(t, pgtest.New(t), cases.Projection, links.Projection)
}

func receipt(n int) string { return fmt.Sprintf("IOE%010d", n) }

func received(r, form string, on civil.Date) casefile.Received {
	return casefile.Received{
		Receipt: casefile.Receipt(r), Channel: casefile.ChannelPaper, Form: form, ReceiptDate: on, Office: "NBC", Language: "en",
		Party: casefile.Party{Role: "applicant", FamilyName: personal.New(personal.Party(r, "applicant"), "Ríos")},
	}
}

func receive(b *projectiontest.Bench, r string, at time.Time, protected bool) {
	e := received(r, "I-765", day)
	e.Protected = protected
	b.Happen("casefile-"+r, at, e)
}

func link(b *projectiontest.Bench, r string, account uuid.UUID, tier string) {
	b.Happen("access-"+r, noon, access.Linked{Account: account, Kind: access.KindApplicant, Tier: tier, At: noon})
}

func TestItem(t *testing.T) {
	t.Parallel()
	b, r := bench(t), receipt(1)
	receive(b, r, noon, false)
	link(b, r, ana, access.TierStatus)
	due := map[string]string{"due": "2026-06-01"}
	b.Happen("casefile-"+r, noon.Add(time.Hour), casefile.Recorded{Number: 1, Code: "IKF", Occurred: day.AddDays(1), Params: due, Office: "NBC"})
	b.Happen("casefile-"+r, noon.Add(2*time.Hour), casefile.Recorded{Number: 2, Code: "FSA0", Occurred: day, Office: "NBC"})
	b.Apply(t, 10)

	want := caselist.Item{
		Receipt: r, Form: "I-765", Tier: access.TierStatus, StatusCode: "IKF", StatusOccurred: day.AddDays(1), StatusParams: due,
		Stage: "evidence", Office: "NBC", Quiet: true, LastActivity: noon.Add(2 * time.Hour), ReceiptDate: day,
	}
	l := caselist.New(b.Pool)
	one, err := l.Of(t.Context(), ana, r)
	if diff := cmp.Diff(want, one); err != nil || diff != "" {
		t.Errorf("one line: %v %s", err, diff)
	}
	page, next, err := l.List(t.Context(), ana, caselist.Filter{}, "", 10)
	if diff := cmp.Diff([]caselist.Item{want}, page); err != nil || next != "" || diff != "" {
		t.Errorf("the list: %v, next %q %s", err, next, diff)
	}
	if _, err := l.Of(t.Context(), ben, r); !errors.Is(err, casefile.ErrUnknown) {
		t.Errorf("somebody else: %v", err)
	}
}

func TestWhoIsShownACase(t *testing.T) {
	t.Parallel()
	b := bench(t)
	open, protected, elsewhere, unlinked := receipt(1), receipt(2), receipt(3), receipt(4)
	for _, r := range []string{open, protected, elsewhere, unlinked} {
		receive(b, r, noon, r == protected)
	}
	link(b, open, ana, access.TierStatus)
	link(b, protected, ana, access.TierFull)
	link(b, elsewhere, ben, access.TierFull)
	link(b, unlinked, ana, access.TierFull)
	b.Happen("access-"+unlinked, noon, access.Unlinked{Account: ana})
	b.Happen("access-"+protected, noon, access.Unlinked{Account: ana})
	b.Apply(t, 10)
	if got := walk(t, b, ana, caselist.Filter{}, 10); !slices.Equal(got, []string{open}) {
		t.Errorf("she is shown %v", got)
	}
	if got := walk(t, b, ben, caselist.Filter{}, 10); !slices.Equal(got, []string{elsewhere}) {
		t.Errorf("he is shown %v", got)
	}
	if _, err := caselist.New(b.Pool).Of(t.Context(), ana, protected); !errors.Is(err, casefile.ErrUnknown) {
		t.Errorf("a protected case after the link is lost: %v", err)
	}
}

func TestACaseWhoseLinksAreParkedIsNotListed(t *testing.T) {
	t.Parallel()
	b := bench(t)
	whole, old, barred := receipt(1), receipt(2), receipt(3)
	for _, r := range []string{whole, old, barred} {
		receive(b, r, noon, false)
		link(b, r, ana, access.TierFull)
	}
	link(b, whole, ben, access.TierFull)
	b.Apply(t, 10)
	if _, err := b.Pool.Exec(t.Context(), `insert into app.parked (consumer, stream, position, reason_code) values
		('`+projections.Schema(cases.Projection)+`', 'casefile-' || $1, 1, 'test'), ('`+projections.Schema(links.Projection)+`', 'access-' || $2, 1, 'test')`, old, barred); err != nil {
		t.Fatal(err)
	}
	if got := walk(t, b, ana, caselist.Filter{}, 10); !slices.Equal(got, []string{old, whole}) {
		t.Errorf("she is shown %v", got)
	}
	l := caselist.New(b.Pool)
	if _, err := l.Of(t.Context(), ana, barred); !errors.Is(err, casefile.ErrUnknown) {
		t.Errorf("the line alone: %v", err)
	}
	for account, want := range map[uuid.UUID]bool{ana: true, ben: false} {
		if got, err := l.Parked(t.Context(), account); err != nil || got != want {
			t.Errorf("of %s something is parked: %v, %v", account, got, err)
		}
	}
	if _, err := b.Pool.Exec(t.Context(), `delete from app.parked where consumer = '`+projections.Schema(links.Projection)+`'`); err != nil {
		t.Fatal(err)
	}
	if got, err := l.Parked(t.Context(), ana); err != nil || !got {
		t.Errorf("an old line is no reason to say so: %v, %v", got, err)
	}
}

func TestNewestActivityFirstInPages(t *testing.T) {
	t.Parallel()
	b := bench(t)
	var want []string
	for i := range 10 { // two and two at the same moment: the receipt number decides
		receive(b, receipt(i), noon.Add(time.Duration(i/2)*time.Hour), false)
		link(b, receipt(i), ana, access.TierStatus)
		want = append([]string{receipt(i)}, want...)
	}
	b.Apply(t, 10)
	for _, limit := range []int{1, 3, 10, 20} {
		if got := walk(t, b, ana, caselist.Filter{}, limit); !slices.Equal(got, want) {
			t.Errorf("in pages of %d: %v", limit, got)
		}
	}
	if _, _, err := caselist.New(b.Pool).List(t.Context(), ana, caselist.Filter{}, "%", 10); !errors.Is(err, keyset.ErrCursor) {
		t.Errorf("a cursor that was made up: %v", err)
	}
}

func TestReadsNoWholeTable(t *testing.T) {
	t.Parallel()
	b := bench(t)
	for i := range 3000 {
		receive(b, receipt(i), noon.Add(time.Duration(i)*time.Minute), false)
		link(b, receipt(i), uuid.NewSHA1(ana, []byte{byte(i), byte(i >> 10)}), access.TierStatus)
	}
	b.Apply(t, 1000)
	somebody := uuid.NewSHA1(ana, []byte{1, 1})
	for _, f := range []caselist.Filter{{}, {Text: "123", Stage: "intake", State: caselist.Open}, {Order: caselist.OrderReceived}} {
		for _, after := range []*keyset.Key{nil, {At: noon, ID: receipt(1)}} {
			sql, args := caselist.ListSQL(somebody, f, after, 10)
			b.Indexed(t, sql, args...)
		}
	}
	b.Indexed(t, caselist.CountsSQL, somebody)
	b.Indexed(t, caselist.AsksSQL, somebody, casefile.AskCodes)
	b.Indexed(t, caselist.OneSQL, somebody, receipt(1))
	b.Indexed(t, caselist.ParkedSQL, somebody)
	b.Indexed(t, caselist.CaseSQL, "access-"+receipt(1), somebody, "casefile-"+receipt(1))
}

// walk reads the list page by page.
func walk(t *testing.T, b *projectiontest.Bench, account uuid.UUID, f caselist.Filter, limit int) (receipts []string) {
	t.Helper()
	cursor := ""
	for range 100 {
		page, next, err := caselist.New(b.Pool).List(t.Context(), account, f, cursor, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range page {
			receipts = append(receipts, i.Receipt)
		}
		if next == "" {
			return receipts
		}
		cursor = next
	}
	t.Fatal("the list does not end")
	return nil
}
