package texts_test

import (
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/civil"
)

func day(s string) civil.Date {
	d, err := civil.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

func TestDates(t *testing.T) {
	t.Parallel()
	en, es := in("en"), in("es")
	summer, winter := at("2026-05-03T18:05:00Z"), at("2026-01-01T04:30:00Z")
	for _, c := range []struct{ name, got, want string }{
		{"a day", texts.Date(en, day("2026-05-03")), "May 3, 2026"},
		{"a day in Spanish", texts.Date(es, day("2026-12-31")), "31 de diciembre de 2026"},
		{"no day", texts.Date(es, civil.Date{}), ""},
		{"the day of a moment in the agency's zone", texts.Day(en, winter), "December 31, 2025"},
		{"the day of a moment in another zone", texts.Day(texts.In(en, time.UTC), winter), "January 1, 2026"},
		{"a moment", texts.Moment(en, summer), "May 3, 2026, 2:05 p.m. Eastern Time"},
		{"a moment in Spanish", texts.Moment(es, summer), "3 de mayo de 2026, 2:05 p.\u00A0m., hora del Este"},
		{"a moment elsewhere", texts.Moment(texts.In(es, zone("America/Los_Angeles")), summer), "3 de mayo de 2026, 11:05 a.\u00A0m., hora del Pacífico"},
		{"a zone without a name in words", texts.Moment(texts.In(en, zone("Europe/Paris")), summer), "May 3, 2026, 8:05 p.m. CEST"},
		{"midnight", texts.Clock(texts.In(en, time.UTC), at("2026-01-01T00:07:00Z")), "12:07 a.m."},
		{"noon", texts.Clock(texts.In(en, time.UTC), at("2026-01-01T12:00:00Z")), "12:00 p.m."},
		{"a number", texts.Number(en, 1234567), "1,234,567"},
		{"a number in the Spanish of the United States", texts.Number(es, 12345), "12,345"},
		{"a number below zero", texts.Number(en, -3), "-3"},
		{"nothing", texts.List(en), ""},
		{"one thing", texts.List(en, "a"), "a"},
		{"two things", texts.List(en, "a", "b"), "a and b"},
		{"three things", texts.List(es, "a", "b", "c"), "a, b y c"},
		{"before i", texts.List(es, "español", "inglés"), "español e inglés"},
		{"before hi", texts.List(es, "padres", "hijos"), "padres e hijos"},
		{"before hie", texts.List(es, "agua", "hielo"), "agua y hielo"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestAgo(t *testing.T) {
	t.Parallel()
	now := at("2026-05-03T14:00:00-04:00")
	for _, c := range []struct{ from, en, es string }{
		{"2026-05-03T13:59:30-04:00", "just now", "ahora mismo"},
		{"2026-05-03T14:00:30-04:00", "in a moment", "en un momento"},
		{"2026-05-03T13:59:00-04:00", "1 minute ago", "hace 1 minuto"},
		{"2026-05-03T14:59:00-04:00", "in 59 minutes", "en 59 minutos"},
		{"2026-05-03T11:00:00-04:00", "3 hours ago", "hace 3 horas"},
		{"2026-05-03T15:00:00-04:00", "in 1 hour", "en 1 hora"},
		{"2026-05-03T00:01:00-04:00", "today", "hoy"},
		{"2026-05-02T23:59:00-04:00", "yesterday", "ayer"},
		{"2026-05-04T23:00:00-04:00", "tomorrow", "mañana"},
		{"2026-05-01T09:00:00-04:00", "2 days ago", "hace 2 días"},
		{"2026-05-06T09:00:00-04:00", "in 3 days", "en 3 días"},
		{"2026-03-04T12:00:00-05:00", "60 days ago", "hace 60 días"},
		{"2026-03-03T12:00:00-05:00", "2 months ago", "hace 2 meses"},
		{"2026-08-02T12:00:00-04:00", "in 2 months", "en 2 meses"},
		{"2024-05-04T12:00:00-04:00", "23 months ago", "hace 23 meses"},
		{"2024-05-03T12:00:00-04:00", "2 years ago", "hace 2 años"},
		{"2031-05-02T12:00:00-04:00", "in 4 years", "en 4 años"},
	} {
		if got := texts.Ago(in("en"), at(c.from), now); got != c.en {
			t.Errorf("%s is %q, want %q", c.from, got, c.en)
		}
		if got := texts.Ago(in("es"), at(c.from), now); got != c.es {
			t.Errorf("%s is %q, want %q", c.from, got, c.es)
		}
	}
}

func TestDuration(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		time.Millisecond:        "1 second",
		45 * time.Second:        "45 seconds",
		60 * time.Second:        "1 minute",
		61 * time.Second:        "2 minutes",
		20 * time.Minute:        "20 minutes",
		59*time.Minute + 1:      "1 hour",
		90 * time.Minute:        "1 hour and 30 minutes",
		24 * time.Hour:          "24 hours",
		48 * time.Hour:          "48 hours",
		48*time.Hour + 1:        "3 days",
		90 * 24 * time.Hour:     "90 days",
		2*time.Hour + time.Hour: "3 hours",
	} {
		if got := texts.Duration(in("en"), d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
	if got := texts.Duration(in("es"), 61*time.Minute); got != "1 hora y 1 minuto" {
		t.Errorf("an hour and a minute is %q", got)
	}
}
