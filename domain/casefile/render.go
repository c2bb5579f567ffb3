package casefile

import (
	"strconv"
	"strings"
	"time"

	"github.com/casetrail/casetrail/domain/civil"
)

// Render tells the code in a language: its title, what it means, and what the reader needs to do.
func (c Code) Render(lang, agency string, params map[string]string) (title, sentence, next string) {
	pairs := []string{"{agency}'", possessive(agency), "{agency}", agency}
	for _, p := range c.Params {
		pairs = append(pairs, "{"+p.Name+"}", p.show(lang, params[p.Name]))
	}
	fill := strings.NewReplacer(pairs...)
	return fill.Replace(c.Title.In(lang)), fill.Replace(c.Sentence.In(lang)), fill.Replace(c.Next.In(lang))
}

// possessive is English: USCIS', but the agency's. No other language of the product has an apostrophe there.
func possessive(agency string) string {
	if strings.HasSuffix(strings.ToLower(agency), "s") {
		return agency + "'"
	}
	return agency + "'s"
}

// Render tells an entry of the history. A code that this program does not know tells nothing.
func (e Entry) Render(lang, agency string) (title, sentence, next string) {
	c, _ := FindCode(e.Code)
	return c.Render(lang, agency, e.Params)
}

var months = []string{
	"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
}

// Day is a date as people read it: March 5, 2026, or 5 de marzo de 2026.
func Day(lang string, d civil.Date) string {
	switch {
	case d.IsZero():
		return ""
	case lang == "es":
		return strconv.Itoa(d.Day) + " de " + months[d.Month-1] + " de " + strconv.Itoa(d.Year)
	}
	return d.In(time.UTC).Format("January 2, 2006")
}

func hour(lang string, t time.Time) string {
	if lang != "es" {
		return t.Format("3:04 PM")
	}
	if t.Hour() < 12 {
		return t.Format("3:04") + " a. m."
	}
	return t.Format("3:04") + " p. m."
}
