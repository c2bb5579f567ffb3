package parts

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/casetrail/casetrail/adapters/web/texts"
)

// DateValue is the date that was typed into a DateField, as YYYY-MM-DD. What is no date comes back as it was typed, for
// the rule that reads it to refuse; nothing typed is nothing.
func DateValue(f Form, name string) string {
	year, month, day := f.dated(name, "year"), f.dated(name, "month"), f.dated(name, "day")
	m, errMonth := strconv.ParseUint(month, 10, 8)
	d, errDay := strconv.ParseUint(day, 10, 8)
	if errMonth == nil && errDay == nil && len(year) == 4 {
		return fmt.Sprintf("%s-%02d-%02d", year, m, d)
	}
	return strings.Trim(year+"-"+month+"-"+day, "-")
}

// dated is one part of a date: as it was typed, or cut from the whole date when that is known already.
func (f Form) dated(name, part string) string {
	if typed, ok := f.Values[name+"_"+part]; ok {
		return strings.TrimSpace(strings.Join(typed, ""))
	}
	year, rest, _ := strings.Cut(f.Value(name), "-")
	month, day, _ := strings.Cut(rest, "-")
	return map[string]string{"year": year, "month": month, "day": day}[part]
}

// datePart is one of the three inputs of a date.
type datePart struct{ name, label, width string }

// dateParts are in the order in which the language writes a date.
func dateParts(ctx context.Context) []datePart {
	month := datePart{"month", texts.T(ctx, "word.month"), string(Two)}
	day := datePart{"day", texts.T(ctx, "word.day"), string(Two)}
	year := datePart{"year", texts.T(ctx, "word.year"), string(Four)}
	if texts.Language(ctx) == "es" {
		return []datePart{day, month, year}
	}
	return []datePart{month, day, year}
}

// datePartID is the id of an input: the first has the field's own, so that the error summary leads to it.
func (f Form) datePartID(p Field, i int, part datePart) string {
	if i == 0 {
		return f.field(p.Name)
	}
	return f.field(p.Name) + "-" + part.name
}

func (f Form) datePartControl(p Field, part datePart) templ.Attributes {
	a := templ.Attributes{"maxlength": 2}
	if part.name == "year" {
		a["maxlength"] = 4
	}
	if f.wrong(p) {
		a["aria-invalid"] = "true"
	}
	if p.Autocomplete == "bday" {
		a["autocomplete"] = "bday-" + part.name
	}
	return a
}
