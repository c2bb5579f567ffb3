package worklist_test

import (
	"slices"
	"testing"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/worklist"
)

func TestDue(t *testing.T) {
	t.Parallel()
	b := office(t) // 1 and 2 are at NBC, 4 is at BOS
	ask := func(n int, code string, on int) {
		b.Happen("casefile-"+receipt(n), hour(10), casefile.Recorded{
			Number: 1, Code: code, Occurred: day, Params: map[string]string{"due": day.AddDays(on).String()}, Office: "NBC",
		})
	}
	ask(1, "II", 5)
	ask(2, "IKF", -3)
	ask(4, "IKF", 1)
	receive(b, 6, "I-130", "NBC")
	b.Happen("casefile-"+receipt(6), hour(10), casefile.Recorded{Number: 1, Code: "FBA", Occurred: day, Office: "NBC"}) // no day yet
	receive(b, 7, "I-130", "NBC")
	ask(7, "IKF", 2)
	b.Happen("casefile-"+receipt(7), hour(11), casefile.Recorded{Number: 2, Code: "HA", Occurred: day, Office: "NBC"})
	b.Apply(t, 10)
	for name, c := range map[string]struct {
		office string
		until  int
		limit  int
		want   []int
	}{
		"everywhere, oldest first": {"", 10, 10, []int{2, 4, 1}},
		"of an office":             {"NBC", 10, 10, []int{2, 1}},
		"until a day":              {"NBC", 4, 10, []int{2}},
		"on the day itself":        {"NBC", 5, 10, []int{2, 1}},
		"the first":                {"", 10, 1, []int{2}},
		"of no office":             {"XXX", 10, 10, nil},
	} {
		got, err := worklist.New(b.Pool).Due(t.Context(), c.office, day.AddDays(c.until), c.limit)
		if err != nil {
			t.Fatal(err)
		}
		var receipts, want []string
		for _, d := range got {
			receipts = append(receipts, d.Receipt)
			if d.Day.String() != d.StatusParams["due"] || d.Form == "" {
				t.Errorf("%s: %+v", name, d)
			}
		}
		for _, n := range c.want {
			want = append(want, receipt(n))
		}
		if !slices.Equal(receipts, want) {
			t.Errorf("%s: %v, want %v", name, receipts, want)
		}
	}
}
