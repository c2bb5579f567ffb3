package casefile_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/casetrail/casetrail/domain/casefile"
)

func TestAsks(t *testing.T) {
	t.Parallel()
	appointment := params{"date": today.String(), "time": "09:30", "office": "GUM"}
	until, later := today.AddDays(30), today.AddDays(40)
	by := params{"due": until.String(), "notice": "I-797E"}
	evidence := casefile.Ask{Kind: casefile.AskEvidence, Number: 1, Since: today, On: until}
	interview := casefile.Ask{Kind: casefile.AskInterview, Number: 1, Since: today, On: today, Time: "09:30", Office: "GUM"}
	for name, c := range map[string]struct {
		given events
		want  []casefile.Ask
	}{
		"nothing":                        {events{received}, nil},
		"ordered, and no day yet":        {events{received, recorded(1, "FBA", today, nil)}, []casefile.Ask{{Kind: "evidence", Number: 1, Since: today}}},
		"sent":                           {events{received, recorded(1, "IKE", today, by)}, []casefile.Ask{evidence}},
		"a transfer leaves it open":      {events{received, recorded(1, "IKE", today, by), transferred(2, "NBC", "NYC", today)}, []casefile.Ask{evidence}},
		"answered":                       {events{received, recorded(1, "IKE", today, by), recorded(2, "HA", today, nil)}, nil},
		"decided":                        {events{received, recorded(1, "IKE", today, by), recorded(2, "EL", today, nil)}, nil},
		"rejected":                       {events{received, recorded(1, "IKE", today, by), recorded(2, "AJA", today, nil)}, nil},
		"sent by mistake":                {events{received, recorded(1, "IKE", today, by), voided(2, 1)}, nil},
		"the answer recorded by mistake": {events{received, recorded(1, "IKE", today, by), recorded(2, "HA", today, nil), voided(3, 2)}, []casefile.Ask{evidence}},
		"reminded, with another day": {
			events{received, recorded(1, "IKE", today, by), recorded(2, "IKF", today, params{"due": later.String()})},
			[]casefile.Ask{{Kind: "evidence", Number: 2, Since: today, On: later}},
		},
		"asked again after the answer": {
			events{received, recorded(1, "IKE", today, by), recorded(2, "HA", today, nil), recorded(3, "FBB", today, nil)},
			[]casefile.Ask{{Kind: "evidence", Number: 3, Since: today}},
		},
		"an appointment, and what is due later": {
			events{received, recorded(1, "FJ", today, appointment), recorded(2, "II", today, by)},
			[]casefile.Ask{interview, {Kind: "intent", Number: 2, Since: today, On: until}},
		},
		"missed":   {events{received, recorded(1, "FJ", today, appointment), recorded(2, "FL", today, nil)}, nil},
		"canceled": {events{received, recorded(1, "FJ", today, appointment), recorded(2, "FKB", today, nil)}, nil},
		"fingerprints asked for and taken": {
			events{received, recorded(1, "FNA", today, appointment), recorded(2, "FNB", today, nil)}, nil,
		},
		"what is due comes before what has no day": {
			events{received, recorded(1, "FBA", today, nil), recorded(2, "FJ", today, appointment)},
			[]casefile.Ask{{Kind: "interview", Number: 2, Since: today, On: today, Time: "09:30", Office: "GUM"}, {Kind: "evidence", Number: 1, Since: today}},
		},
		"taking an approval back is asked about, closed or not": {
			events{received, recorded(1, "DA", today, nil), recorded(2, "IV", today, by)},
			[]casefile.Ask{{Kind: "intent", Number: 2, Since: today, On: until}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			history := seen(c.given...).History
			if diff := cmp.Diff(c.want, casefile.Asks(history, noon), cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
			few := slices.DeleteFunc(slices.Clone(history), func(e casefile.Entry) bool { return !slices.Contains(casefile.AskCodes, e.Code) })
			if diff := cmp.Diff(c.want, casefile.Asks(few, noon), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("from the codes that decide it: %s", diff)
			}
		})
	}
}

// Guam is ten hours ahead of UTC: its day ends at 14:00 UTC.
func TestAnAppointmentIsOverWhenItsDayIs(t *testing.T) {
	t.Parallel()
	history := seen(received, recorded(1, "FNA", today, params{"date": today.String(), "time": "09:30", "office": "GUM"})).History
	ends := today.In(time.UTC).Add(14 * time.Hour)
	if got := casefile.Asks(history, ends.Add(-time.Second)); len(got) != 1 {
		t.Errorf("at the end of its day: %v", got)
	}
	if got := casefile.Asks(history, ends); len(got) != 0 {
		t.Errorf("on the day after: %v", got)
	}
	overdue := seen(received, recorded(1, "IKF", today, params{"due": today.String()})).History
	if got := casefile.Asks(overdue, ends.AddDate(1, 0, 0)); len(got) != 1 {
		t.Errorf("what was due a year ago: %v", got)
	}
}
