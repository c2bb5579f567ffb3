package casefile_test

import (
	"slices"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain/casefile"
)

// seen folds events an hour apart, as the projection and the live page do.
func seen(all ...casefile.Event) casefile.View {
	var v casefile.View
	for i, e := range all {
		v = v.Apply(e, noon.Add(time.Duration(i)*time.Hour))
	}
	return v
}

// line is what of an entry a row looks at.
type line struct {
	number    int
	code      string
	corrected string
}

func lines(entries []casefile.Entry) (all []line) {
	for _, e := range entries {
		all = append(all, line{e.Number, e.Code, e.Corrected})
	}
	return all
}

func TestView(t *testing.T) {
	t.Parallel()
	receipt := line{0, "XRECEIVED", ""}
	taken, approved := recorded(1, "FNB", today, nil), recorded(2, "DA", today, nil)
	for _, c := range []struct {
		name    string
		given   events
		status  int
		history []line
		office  string
		closed  bool
		quiet   bool
	}{
		{"nothing yet", nil, 0, nil, "", false, false},
		{"received", events{received}, 0, []line{receipt}, "NBC", false, false},
		{"an action", events{received, taken}, 1, []line{{1, "FNB", ""}, receipt}, "NBC", false, false},
		{"approved", events{received, taken, approved}, 2, []line{{2, "DA", ""}, {1, "FNB", ""}, receipt}, "NBC", true, false},
		{
			"the last one canceled: the former status is back",
			events{received, taken, approved, canceled(3, 2)},
			1,
			[]line{{3, "KK", ""}, {2, "DA", casefile.Canceled}, {1, "FNB", ""}, receipt},
			"NBC", false, false,
		},
		{
			"an earlier one voided",
			events{received, taken, approved, voided(3, 1)},
			2,
			[]line{{3, "KQ", ""}, {2, "DA", ""}, {1, "FNB", casefile.Voided}, receipt},
			"NBC", true, false,
		},
		{"all of them voided", events{received, taken, voided(2, 1)}, 0, []line{{2, "KQ", ""}, {1, "FNB", casefile.Voided}, receipt}, "NBC", false, false},
		{
			"recorded late: the day on which it occurred counts",
			events{received, recorded(1, "FNB", today, nil), recorded(2, "IAA", today.AddDays(-1), params{"form": "I-90"})},
			1,
			[]line{{1, "FNB", ""}, {2, "IAA", ""}, receipt},
			"NBC", false, false,
		},
		{"before the receipt date", events{received, recorded(1, "AALB", today.AddDays(-9), params{"form": "I-90"})}, 0, []line{receipt, {1, "AALB", ""}}, "NBC", false, false},
		{"what is not public is not shown", events{received, taken, recorded(2, "FTA0", today, nil)}, 1, []line{{1, "FNB", ""}, receipt}, "NBC", false, true},
		{"nor its correction", events{received, recorded(1, "FTA0", today, nil), voided(2, 1)}, 0, []line{receipt}, "NBC", false, true},
		{"quiet no more", events{received, recorded(1, "FTA0", today, nil), recorded(2, "FNB", today, nil)}, 2, []line{{2, "FNB", ""}, receipt}, "NBC", false, false},
		{"a correction that is shown ends the quiet", events{received, taken, recorded(2, "FTA0", today, nil), voided(3, 1)}, 0, []line{{3, "KQ", ""}, {1, "FNB", casefile.Voided}, receipt}, "NBC", false, false},
		{"transferred", events{received, transferred(1, "NBC", "NYC", today)}, 1, []line{{1, "BB", ""}, receipt}, "NYC", false, false},
		{"transferred by mistake", events{received, transferred(1, "NBC", "NYC", today), voided(2, 1)}, 0, []line{{2, "KQ", ""}, {1, "BB", casefile.Voided}, receipt}, "NBC", false, false},
		{
			"the transfer entered last has the case",
			events{received, transferred(1, "NBC", "NYC", today), transferred(2, "NYC", "CHI", today.AddDays(-1))},
			1,
			[]line{{1, "BB", ""}, {2, "BB", ""}, receipt},
			"CHI", false, false,
		},
		{"a transfer that occurred before the receipt date", events{received, transferred(1, "NBC", "NYC", today.AddDays(-5))}, 0, []line{receipt, {1, "BB", ""}}, "NYC", false, false},
		{"a card after the approval", events{received, recorded(1, "DA", today, nil), recorded(2, "LEA", today, nil)}, 2, []line{{2, "LEA", ""}, {1, "DA", ""}, receipt}, "NBC", true, false},
		{
			"reopened",
			events{received, recorded(1, "EA", today, nil), recorded(2, "AH", today, nil), recorded(3, "FT0", today, nil)},
			3,
			[]line{{3, "FT0", ""}, {2, "AH", ""}, {1, "EA", ""}, receipt},
			"NBC", false, false,
		},
		{
			"reopened by mistake",
			events{received, recorded(1, "EA", today, nil), recorded(2, "AH", today, nil), canceled(3, 2)},
			1,
			[]line{{3, "KK", ""}, {2, "AH", casefile.Canceled}, {1, "EA", ""}, receipt},
			"NBC", true, false,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := seen(c.given...)
			if v.Status.Number != c.status || v.Office != c.office || v.Closed != c.closed || v.Quiet != c.quiet {
				t.Errorf("status %d, office %q, closed %v, quiet %v; want %d, %q, %v, %v",
					v.Status.Number, v.Office, v.Closed, v.Quiet, c.status, c.office, c.closed, c.quiet)
			}
			if got := lines(v.History); !slices.Equal(got, c.history) {
				t.Errorf("history\n got %v\nwant %v", got, c.history)
			}
		})
	}
}

func TestViewTellsTheFiling(t *testing.T) {
	t.Parallel()
	v := seen(received, recorded(1, "FTA0", today, nil))
	if v.Receipt != number || v.Form != "I-90" || v.Channel != "paper" || v.ReceiptDate != received.ReceiptDate || v.Protected {
		t.Errorf("the filing is %+v", v)
	}
	if want := noon.Add(time.Hour); !v.LastActivity.Equal(want) {
		t.Errorf("last activity %v, want %v: what is not shown counts", v.LastActivity, want)
	}
	if len(v.Unseen) != 1 || v.Unseen[0].Code != "FTA0" {
		t.Errorf("the agency sees %+v", v.Unseen)
	}
	hidden := received
	hidden.Protected = true
	if !seen(hidden).Protected {
		t.Error("a protected case is not shown as protected")
	}
}

func TestEntriesTellWhatHappened(t *testing.T) {
	t.Parallel()
	v := seen(received, transferred(1, "NBC", "NYC", today), canceled(2, 1))
	correction, moved, receipt := v.History[0], v.History[1], v.History[2]
	if correction.Corrects != 1 || correction.Why != "wrong_code" || correction.Office != "NYC" || !correction.Recorded.Equal(noon.Add(2*time.Hour)) {
		t.Errorf("the correction is %+v", correction)
	}
	if moved.Params["from"] != "NBC" || moved.Params["to"] != "NYC" || moved.Office != "NYC" || moved.Occurred != today || !moved.Recorded.Equal(noon.Add(time.Hour)) {
		t.Errorf("the transfer is %+v", moved)
	}
	if receipt.Params["form"] != "I-90" || receipt.Office != "NBC" || receipt.Occurred != received.ReceiptDate {
		t.Errorf("the receipt is %+v", receipt)
	}
}
