package worklist_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/keyset"
	"github.com/casetrail/casetrail/projections/projectiontest"
	"github.com/casetrail/casetrail/projections/worklist"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var (
	noon = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	day  = civil.Of(noon)
)

func receipt(n int) string { return fmt.Sprintf("IOE%010d", n) }

func hour(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }

func receive(b *projectiontest.Bench, n int, form, office string) {
	r := receipt(n)
	b.Happen("casefile-"+r, hour(n), casefile.Received{
		Receipt: casefile.Receipt(r), Channel: casefile.ChannelPaper, Form: form, ReceiptDate: day, Office: office, Language: "en",
		Party: casefile.Party{Role: "applicant", FamilyName: personal.New(personal.Party(r, "applicant"), "Ríos")},
	})
}

func record(b *projectiontest.Bench, n int, code string, at time.Time) {
	b.Happen("casefile-"+receipt(n), at, casefile.Recorded{Number: 1, Code: code, Occurred: day, Office: "NBC"})
}

// office has six cases: 0 to 4 were received an hour apart, 0 was touched last, 3 is decided, 4 and 5 are elsewhere.
func office(t *testing.T) *projectiontest.Bench {
	b := projectiontest.New(t, pgtest.New(t), cases.Projection)
	receive(b, 0, "I-765", "NBC")
	receive(b, 1, "I-130", "NBC")
	receive(b, 2, "I-765", "NBC")
	receive(b, 3, "I-765", "NBC")
	receive(b, 4, "I-765", "BOS")
	receive(b, 5, "I-765", "NBC")
	record(b, 3, "DA", hour(6))
	b.Happen("casefile-"+receipt(5), hour(7), casefile.Transferred{
		Number: 1, Code: casefile.CodeTransferred, From: "NBC", To: "BOS", Occurred: day,
	})
	record(b, 0, "FNB", hour(9))
	b.Apply(t, 4)
	return b
}

func TestList(t *testing.T) {
	t.Parallel()
	b := office(t)
	for name, c := range map[string]struct {
		filter worklist.Filter
		want   []int
	}{
		"all that is open, longest waiting first": {worklist.Filter{}, []int{1, 2, 4, 5, 0}},
		"of an office":             {worklist.Filter{Office: "NBC"}, []int{1, 2, 0}},
		"where it was moved":       {worklist.Filter{Office: "BOS"}, []int{4, 5}},
		"of a form":                {worklist.Filter{Form: "I-130"}, []int{1}},
		"in a stage":               {worklist.Filter{Stage: "biometrics"}, []int{0}},
		"older than":               {worklist.Filter{OlderThan: hour(4)}, []int{1, 2}},
		"all of it together":       {worklist.Filter{Office: "NBC", Form: "I-765", Stage: "intake", OlderThan: hour(4)}, []int{2}},
		"what there is none of":    {worklist.Filter{Office: "XNY"}, nil},
		"what is no office ' or 1": {worklist.Filter{Office: "' or 1=1 --"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var want []string
			for _, n := range c.want {
				want = append(want, receipt(n))
			}
			for _, limit := range []int{1, 2, 10} {
				if got := walk(t, b, c.filter, limit); !slices.Equal(got, want) {
					t.Errorf("in pages of %d: %v, want %v", limit, got, want)
				}
			}
		})
	}
	if _, _, err := worklist.New(b.Pool).List(t.Context(), worklist.Filter{}, "%", 10); !errors.Is(err, keyset.ErrCursor) {
		t.Errorf("a cursor that was made up: %v", err)
	}
}

func TestItem(t *testing.T) {
	t.Parallel()
	b := office(t)
	page, _, err := worklist.New(b.Pool).List(t.Context(), worklist.Filter{Office: "BOS", OlderThan: hour(8)}, "", 10)
	if err != nil || len(page) != 2 {
		t.Fatalf("%v, %v", page, err)
	}
	name := "Ríos"
	want := worklist.Item{
		Receipt: receipt(5), Form: "I-765", Office: "BOS", Stage: "transfer", StatusCode: casefile.CodeTransferred, StatusOccurred: day,
		StatusParams: map[string]string{"from": "NBC", "to": "BOS"}, PartyName: &name, LastActivity: hour(7), ReceiptDate: day,
	}
	if diff := cmp.Diff(want, page[1]); diff != "" {
		t.Error(diff)
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	b := office(t)
	w := worklist.New(b.Pool)
	boston := []worklist.Count{
		{Office: "BOS", Stage: "intake", Cases: 1, Idle30: 1, Idle90: 1, Oldest: hour(4)},
		{Office: "BOS", Stage: "transfer", Cases: 1, Idle30: 1, Oldest: hour(7)},
	}
	national := []worklist.Count{
		{Office: "NBC", Stage: "biometrics", Cases: 1, Idle30: 1, Oldest: hour(9)},
		{Office: "NBC", Stage: "intake", Cases: 2, Idle30: 2, Idle90: 2, Oldest: hour(1)},
	}
	now := hour(6).AddDate(0, 0, 90)
	for office, want := range map[string][]worklist.Count{"": append(slices.Clone(boston), national...), "BOS": boston, "XNY": nil} {
		got, err := w.Counts(t.Context(), office, now)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("of office %q: %v %s", office, err, diff)
		}
	}
	if got, err := w.Counts(t.Context(), "BOS", hour(8)); err != nil || got[0].Idle30 != 0 {
		t.Errorf("idle on the same day: %+v, %v", got, err)
	}
}

func TestReadsNoWholeTable(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), cases.Projection)
	for i := range 3000 {
		receive(b, i, "I-765", casefile.Offices[i%10].Code)
	}
	b.Apply(t, 1000)
	for _, f := range []worklist.Filter{{}, {Office: "NBC"}, {Office: "NBC", Stage: "intake"}, {Form: "I-765", OlderThan: noon}} {
		for _, after := range []*keyset.Key{nil, {At: hour(100), ID: receipt(1)}} {
			sql, args := worklist.ListSQL(f, after, 10)
			b.Indexed(t, sql, args...)
		}
	}
	if _, err := b.Pool.Exec(t.Context(), "vacuum analyze "+projections.Schema(cases.Projection)+".cases"); err != nil {
		t.Fatal(err)
	}
	for _, office := range []string{"", "NBC"} {
		sql, args := worklist.DueSQL(office, day.AddDays(29), 10)
		b.Indexed(t, sql, args...)
		sql, args = worklist.CountsSQL(office, noon)
		b.Indexed(t, sql, args...)
	}
}

// walk reads the list page by page.
func walk(t *testing.T, b *projectiontest.Bench, f worklist.Filter, limit int) (receipts []string) {
	t.Helper()
	cursor := ""
	for range 100 {
		page, next, err := worklist.New(b.Pool).List(t.Context(), f, cursor, limit)
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
