package texts

import (
	"regexp"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

var accents = strings.NewReplacer(
	"a", "á", "c", "ç", "e", "ē", "i", "ï", "n", "ñ", "o", "ö", "s", "š", "u", "ü", "y", "ý",
	"A", "Å", "C", "Ç", "E", "É", "I", "Ï", "N", "Ñ", "O", "Ø", "S", "Š", "U", "Û",
)

// kept is what no translator may touch: placeholders and where links go.
var kept = regexp.MustCompile(`\{\{[^}]*\}\}|\]\([^)]*\)`)

// pseudo is what longer words and other letters make of messages.
func pseudo(messages map[string]*i18n.Message) map[string]*i18n.Message {
	all := make(map[string]*i18n.Message, len(messages))
	for key, m := range messages {
		all[key] = &i18n.Message{ID: m.ID, One: lengthen(m.One), Other: lengthen(m.Other)}
	}
	return all
}

func lengthen(s string) string {
	if s == "" {
		return ""
	}
	var b strings.Builder
	at := 0
	for _, found := range kept.FindAllStringIndex(s, -1) {
		b.WriteString(accents.Replace(s[at:found[0]]))
		b.WriteString(s[found[0]:found[1]])
		at = found[1]
	}
	b.WriteString(accents.Replace(s[at:]))
	for words := len(kept.ReplaceAllString(s, "")) * 2 / 5; words > 0; words -= 5 {
		b.WriteString(" ~ōňe")
	}
	return b.String()
}
