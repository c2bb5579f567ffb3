package texts

import (
	"context"
	"time"

	"github.com/casetrail/casetrail/domain/civil"
)

// Ago writes how far a moment is from now, before or after: 2 days ago, in 3 hours. Days are those of the calendar, so
// what was late yesterday evening is yesterday's.
func Ago(ctx context.Context, from, now time.Time) string {
	past, apart := true, now.Sub(from)
	if apart < 0 {
		past, apart = false, -apart
	}
	minutes, hours := int(apart.Minutes()), int(apart.Hours())
	switch today := civil.Of(now.In(Zone(ctx))); {
	case apart < time.Minute && past:
		return T(ctx, "time.now")
	case apart < time.Minute:
		return T(ctx, "time.soon")
	case apart < time.Hour && past:
		return T(ctx, "time.minutes_ago", "Count", minutes)
	case apart < time.Hour:
		return T(ctx, "time.in_minutes", "Count", minutes)
	case hours < 12 && past:
		return T(ctx, "time.hours_ago", "Count", hours)
	case hours < 12:
		return T(ctx, "time.in_hours", "Count", hours)
	default:
		return Away(ctx, civil.Of(from.In(Zone(ctx))), today)
	}
}

// Away writes how far a day is from today: yesterday, in 3 days, 2 months ago.
func Away(ctx context.Context, d, today civil.Date) string {
	switch days := daysBetween(today, d); {
	case days == 0:
		return T(ctx, "time.today")
	case days == 1:
		return T(ctx, "time.tomorrow")
	case days == -1:
		return T(ctx, "time.yesterday")
	case days > 0:
		return later(ctx, days, today, d)
	default:
		return earlier(ctx, -days, d, today)
	}
}

func later(ctx context.Context, days int, from, to civil.Date) string {
	switch months := monthsBetween(from, to); {
	case months < 2:
		return T(ctx, "time.in_days", "Count", days)
	case months < 24:
		return T(ctx, "time.in_months", "Count", months)
	default:
		return T(ctx, "time.in_years", "Count", months/12)
	}
}

func earlier(ctx context.Context, days int, from, to civil.Date) string {
	switch months := monthsBetween(from, to); {
	case months < 2:
		return T(ctx, "time.days_ago", "Count", days)
	case months < 24:
		return T(ctx, "time.months_ago", "Count", months)
	default:
		return T(ctx, "time.years_ago", "Count", months/12)
	}
}

func daysBetween(from, to civil.Date) int {
	return int(to.In(time.UTC).Sub(from.In(time.UTC)).Hours() / 24)
}

// monthsBetween counts whole months.
func monthsBetween(from, to civil.Date) int {
	months := (to.Year-from.Year)*12 + int(to.Month) - int(from.Month)
	if to.Day < from.Day {
		months--
	}
	return months
}

// Duration writes how long something takes, rounded up: 45 seconds, 20 minutes, 1 hour and 30 minutes, 3 days.
func Duration(ctx context.Context, d time.Duration) string {
	switch {
	case d < time.Minute:
		return T(ctx, "time.seconds", "Count", up(d, time.Second))
	case d <= 59*time.Minute:
		return T(ctx, "time.minutes", "Count", up(d, time.Minute))
	case d > 48*time.Hour:
		return T(ctx, "time.days", "Count", up(d, 24*time.Hour))
	}
	minutes := up(d, time.Minute)
	hours := T(ctx, "time.hours", "Count", minutes/60)
	if minutes %= 60; minutes == 0 {
		return hours
	}
	return List(ctx, hours, T(ctx, "time.minutes", "Count", minutes))
}

func up(d, unit time.Duration) int { return int((d + unit - 1) / unit) }
