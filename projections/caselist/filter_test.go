package caselist_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/caselist"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

// family has four cases: 1 is new, 2 is asked for evidence and was moved since, 3 is approved, 4 is of another form and
// has an appointment. Their receipt dates run against their activity. Ben has one of his own, asked for evidence.
func family(t *testing.T) *projectiontest.Bench {
	b := bench(t)
	at := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
	for i := 1; i <= 5; i++ {
		form, account := "I-765", ana
		if i == 4 {
			form = "N-400"
		}
		if i == 5 {
			account = ben
		}
		b.Happen("casefile-"+receipt(1230+i), at(i), received(receipt(1230+i), form, day.AddDays(-i)))
		link(b, receipt(1230+i), account, access.TierStatus)
	}
	record := func(i, n int, code string, params map[string]string) {
		b.Happen("casefile-"+receipt(1230+i), at(10*i+n), casefile.Recorded{Number: n, Code: code, Occurred: day, Params: params, Office: "NBC"})
	}
	by := map[string]string{"notice": "I-797E", "due": "2026-06-01"}
	record(2, 1, "IKE", by)
	b.Happen("casefile-"+receipt(1232), at(22), casefile.Transferred{Number: 2, Code: casefile.CodeTransferred, From: "NBC", To: "BOS", Occurred: day})
	record(3, 1, "IKE", by)
	record(3, 2, "HA", nil)
	record(3, 3, "DA", nil)
	record(4, 1, "FNA", map[string]string{"date": "2026-05-20", "time": "09:30", "office": "XNY"})
	record(5, 1, "IKE", by)
	b.Apply(t, 10)
	return b
}

func TestFilter(t *testing.T) {
	t.Parallel()
	b := family(t)
	for name, c := range map[string]struct {
		filter caselist.Filter
		want   []int
	}{
		"newest activity first":        {caselist.Filter{}, []int{4, 3, 2, 1}},
		"oldest activity first":        {caselist.Filter{Order: caselist.OrderOldest}, []int{1, 2, 3, 4}},
		"received last first":          {caselist.Filter{Order: caselist.OrderReceived}, []int{1, 2, 3, 4}},
		"an order that there is not":   {caselist.Filter{Order: "invented"}, []int{4, 3, 2, 1}},
		"the end of a receipt number":  {caselist.Filter{Text: "1232"}, []int{2}},
		"as people type it":            {caselist.Filter{Text: " ioe-000 0001 23"}, []int{4, 3, 2, 1}},
		"a form":                       {caselist.Filter{Text: "n-400"}, []int{4}},
		"a form without the dash":      {caselist.Filter{Text: "I765"}, []int{3, 2, 1}},
		"what is in no number":         {caselist.Filter{Text: "%"}, nil},
		"somebody else's":              {caselist.Filter{Text: "1235"}, nil},
		"a stage":                      {caselist.Filter{Stage: "transfer"}, []int{2}},
		"open":                         {caselist.Filter{State: caselist.Open}, []int{4, 2, 1}},
		"closed":                       {caselist.Filter{State: caselist.Closed}, []int{3}},
		"all of it together":           {caselist.Filter{Text: "765", Stage: "intake", State: caselist.Open, Order: caselist.OrderOldest}, []int{1}},
		"what is no stage ' or 1=1 --": {caselist.Filter{Stage: "' or 1=1 --"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var want []string
			for _, n := range c.want {
				want = append(want, receipt(1230+n))
			}
			for _, limit := range []int{1, 2, 10} {
				if got := walk(t, b, ana, c.filter, limit); !slices.Equal(got, want) {
					t.Errorf("in pages of %d: %v, want %v", limit, got, want)
				}
			}
		})
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	b := family(t)
	got, err := caselist.New(b.Pool).Counts(t.Context(), ana)
	want := []caselist.Count{{"biometrics", false, 1}, {"decision", true, 1}, {"intake", false, 1}, {"transfer", false, 1}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func TestAsks(t *testing.T) {
	t.Parallel()
	b := family(t)
	l := caselist.New(b.Pool)
	appointment := caselist.Asked{
		Receipt: receipt(1234), Form: "N-400", Tier: access.TierStatus,
		Ask: casefile.Ask{Kind: casefile.AskBiometrics, Number: 1, Since: day, On: day.AddDays(17), Time: "09:30", Office: "XNY"},
	}
	evidence := caselist.Asked{
		Receipt: receipt(1232), Form: "I-765", Tier: access.TierStatus,
		Ask: casefile.Ask{Kind: casefile.AskEvidence, Number: 1, Since: day, On: day.AddDays(29)},
	}
	for name, c := range map[string]struct {
		now  time.Time
		want []caselist.Asked
	}{
		"what falls due first comes first": {noon, []caselist.Asked{appointment, evidence}},
		"after the appointment":            {noon.AddDate(0, 0, 20), []caselist.Asked{evidence}},
	} {
		got, err := l.Asks(t.Context(), ana, c.now)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	b.Happen("casefile-"+receipt(1232), noon, casefile.Corrected{Number: 3, Action: 1, How: casefile.HowVoid, Code: casefile.CodeVoided, Why: "wrong_case", Occurred: day})
	b.Happen("access-"+receipt(1234), noon, access.Unlinked{Account: ana})
	b.Apply(t, 10)
	got, err := l.Asks(t.Context(), ana, noon)
	if diff := cmp.Diff([]caselist.Asked{}, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
		t.Errorf("of what was voided, and of what she sees no more: %v %s", err, diff)
	}
}
