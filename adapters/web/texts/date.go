package texts

import (
	"context"
	"strconv"
	"time"

	"github.com/casetrail/casetrail/domain/civil"
)

var _ = Family("time.month.", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")

// Date writes a day: May 3, 2026; 3 de mayo de 2026. No date is no text.
func Date(ctx context.Context, d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	month := T(ctx, "time.month."+strconv.Itoa(int(d.Month)))
	return T(ctx, "time.date", "Year", strconv.Itoa(d.Year), "Month", month, "Day", strconv.Itoa(d.Day))
}

// Day writes the day that a moment falls on in the context's zone.
func Day(ctx context.Context, t time.Time) string { return Date(ctx, civil.Of(t.In(Zone(ctx)))) }

// Clock writes the time of day without the zone, for a page that has just told it: 2:05 p.m.
func Clock(ctx context.Context, t time.Time) string {
	t = t.In(Zone(ctx))
	clock := t.Format("3:04")
	if t.Hour() < 12 {
		return T(ctx, "time.morning", "Clock", clock)
	}
	return T(ctx, "time.afternoon", "Clock", clock)
}

// Moment writes a day with its time and zone.
func Moment(ctx context.Context, t time.Time) string {
	return T(ctx, "time.moment", "Date", Day(ctx, t), "Clock", Clock(ctx, t), "Zone", ZoneName(ctx, t))
}
