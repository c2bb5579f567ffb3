// Package wording writes dates in words, in the languages of the messages.
package wording

import (
	"fmt"
	"time"
)

var months = []string{
	"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
}

// Day writes a date: January 2, 2006; 2 de enero de 2006.
func Day(language string, t time.Time) string {
	if language == "es" {
		return fmt.Sprintf("%d de %s de %d", t.Day(), months[t.Month()-1], t.Year())
	}
	return t.Format("January 2, 2006")
}

// Moment writes an instant and says its zone.
func Moment(language string, t time.Time) string {
	t = t.UTC()
	if language == "es" {
		return Day(language, t) + t.Format(", 15:04 UTC")
	}
	return Day(language, t) + t.Format(" at 15:04 UTC")
}
