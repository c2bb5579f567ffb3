// Package civil has days without a time or a zone: birth dates, receipt dates, the day something occurred.
package civil

import (
	"errors"
	"time"
)

// Date is a day of the Gregorian calendar. The zero Date is "no date".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ErrDate is the one error of Parse; it never repeats the input.
var ErrDate = errors.New("a date is written YYYY-MM-DD and must exist in the calendar, from 1800 to 9999")

const layout = "2006-01-02"

// Parse reads YYYY-MM-DD.
func Parse(s string) (Date, error) {
	t, err := time.Parse(layout, s)
	if err != nil || len(s) != len(layout) || t.Year() < 1800 {
		return Date{}, ErrDate
	}
	return Of(t), nil
}

// Of is the day that t shows in its own zone.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero says that there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String writes YYYY-MM-DD, or nothing for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.In(time.UTC).Format(layout)
}

// In is the instant at which the day begins in a zone: not midnight where clocks are put forward at midnight.
func (d Date) In(zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
	if t.Hour() > 12 { // the evening before the clocks change
		_, t = t.ZoneBounds()
	}
	return t
}

// AddDays is the day n days later.
func (d Date) AddDays(n int) Date { return Of(d.In(time.UTC).AddDate(0, 0, n)) }

// Before says whether d is an earlier day than e.
func (d Date) Before(e Date) bool {
	switch {
	case d.Year != e.Year:
		return d.Year < e.Year
	case d.Month != e.Month:
		return d.Month < e.Month
	}
	return d.Day < e.Day
}

// After says whether d is a later day than e.
func (d Date) After(e Date) bool { return e.Before(d) }

// MarshalText writes YYYY-MM-DD; no date is an empty text.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = Parse(string(b))
	return err
}
