package civil_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones that change at midnight

	"github.com/casetrail/casetrail/domain/civil"
)

func day(y int, m time.Month, d int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }

func TestParse(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]civil.Date{
		"2024-02-29": day(2024, time.February, 29), "1800-01-01": day(1800, time.January, 1), "9999-12-31": day(9999, time.December, 31),
	} {
		if got, err := civil.Parse(s); err != nil || got != want {
			t.Errorf("%s is %v, %v", s, got, err)
		}
	}
	for _, s := range []string{
		"", "2023-02-29", "1799-12-31", "0000-01-01", "10000-01-01", "2024-13-01", "2024-00-10", "2024-04-31", "2024-4-01", "2024-04-1",
		"24-04-01", "04/01/2024", "2024-04-01T00:00:00Z", " 2024-04-01", "2024-04-01 ", "-024-04-01", "２０２４-04-01",
	} {
		if got, err := civil.Parse(s); !errors.Is(err, civil.ErrDate) || !got.IsZero() {
			t.Errorf("%q is %v, %v", s, got, err)
		}
	}
}

// What parses is written the same again, in every way that a date is written.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"2024-02-29", "1800-01-01", "9999-12-31", "2023-02-29", "", "2024-1-1", "0001-01-01", "2024-02-29\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := civil.Parse(s)
		if err != nil {
			if strings.Contains(err.Error(), s) && len(s) > 4 && !strings.Contains(civil.ErrDate.Error(), s) {
				t.Errorf("the error repeats %q", s)
			}
			return
		}
		if d.String() != s || d.IsZero() {
			t.Errorf("%q is written as %q", s, d)
		}
		b, err := json.Marshal(d)
		var again civil.Date
		if err2 := json.Unmarshal(b, &again); err != nil || err2 != nil || again != d {
			t.Errorf("%q by JSON %s is %v, %v, %v", s, b, again, err, err2)
		}
		if d.AddDays(1).AddDays(-1) != d || !d.Before(d.AddDays(1)) || !d.After(d.AddDays(-1)) || d.Before(d) || d.After(d) {
			t.Errorf("%q is in no order", s)
		}
	})
}

func TestText(t *testing.T) {
	t.Parallel()
	var none civil.Date
	if none.String() != "" || !none.IsZero() {
		t.Errorf("no date is %q", none)
	}
	d := day(2024, time.May, 4)
	if err := json.Unmarshal([]byte(`""`), &d); err != nil || !d.IsZero() {
		t.Errorf("an empty text is %v, %v", d, err)
	}
	for _, bad := range []string{`"2024-02-30"`, `"x"`, `5`, `{}`} {
		if err := json.Unmarshal([]byte(bad), &d); err == nil {
			t.Errorf("%s is %v", bad, d)
		}
	}
}

func TestAddDays(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		from civil.Date
		n    int
		want civil.Date
	}{
		{day(2024, time.February, 28), 1, day(2024, time.February, 29)},
		{day(2023, time.February, 28), 1, day(2023, time.March, 1)},
		{day(2024, time.January, 1), -1, day(2023, time.December, 31)},
		{day(2024, time.May, 4), 90, day(2024, time.August, 2)},
		{day(2024, time.May, 4), 0, day(2024, time.May, 4)},
	} {
		if got := tc.from.AddDays(tc.n); got != tc.want {
			t.Errorf("%v and %d days is %v, want %v", tc.from, tc.n, got, tc.want)
		}
	}
}

func TestDayBeginsInItsZone(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		zone  string
		day   civil.Date
		begin string
	}{
		{"UTC", day(2024, time.March, 10), "2024-03-10T00:00:00Z"},
		{"America/New_York", day(2024, time.March, 10), "2024-03-10T05:00:00Z"},
		{"America/New_York", day(2024, time.March, 11), "2024-03-11T04:00:00Z"},
		{"America/Sao_Paulo", day(2017, time.October, 15), "2017-10-15T03:00:00Z"}, // began at one o'clock
		{"Pacific/Kiritimati", day(2024, time.March, 10), "2024-03-09T10:00:00Z"},
	} {
		zone, err := time.LoadLocation(tc.zone)
		if err != nil {
			t.Fatal(err)
		}
		begin := tc.day.In(zone)
		if got := begin.UTC().Format(time.RFC3339); got != tc.begin || civil.Of(begin) != tc.day {
			t.Errorf("%v in %s begins at %s, want %s", tc.day, tc.zone, got, tc.begin)
		}
		if before := civil.Of(begin.Add(-time.Second)); before != tc.day.AddDays(-1) {
			t.Errorf("the second before %v in %s is on %v", tc.day, tc.zone, before)
		}
	}
}
