package parts_test

import (
	"context"
	"net/url"
	"slices"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

func TestADateIsReadFromItsParts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ month, day, year, want string }{
		{"4", "28", "1986", "1986-04-28"},
		{" 04 ", "08", "1986", "1986-04-08"},
		{"13", "1", "1986", "1986-13-01"}, // no such month: refused by the rule that reads it
		{"May", "1", "1986", "1986-May-1"},
		{"4", "28", "86", "86-4-28"},
		{"4", "", "1986", "1986-4"},
		{"-4", "1", "1986", "1986--4-1"},
		{"", "", "", ""},
	} {
		f := parts.Form{Values: url.Values{"born_month": {c.month}, "born_day": {c.day}, "born_year": {c.year}}}
		if got := parts.DateValue(f, "born"); got != c.want {
			t.Errorf("%q %q %q is read as %q, not %q", c.month, c.day, c.year, got, c.want)
		}
	}
	if got := parts.DateValue(parts.Form{}, "born"); got != "" {
		t.Errorf("nothing typed is read as %q", got)
	}
}

func TestAKnownDateIsShownInItsParts(t *testing.T) {
	t.Parallel()
	f := parts.Form{Values: url.Values{"born": {"1986-04-28"}}}
	if got := parts.DateValue(f, "born"); got != "1986-04-28" {
		t.Errorf("the known date is %q", got)
	}
	for language, want := range map[string][]string{"en": {"Month 04", "Day 28", "Year 1986"}, "es": {"Día 28", "Mes 04", "Año 1986"}} {
		page := show(t, texts.With(context.Background(), language), parts.DateField(f, parts.Field{Name: "born", Label: "Born"}))
		var got []string
		for _, l := range page.named("label") {
			got = append(got, l.said()+" "+page.byID(l.attrs["for"]).attrs["value"])
		}
		if !slices.Equal(got, want) {
			t.Errorf("in %s the date reads %q", language, got)
		}
	}
}
