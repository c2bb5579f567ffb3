package dev

import (
	"regexp"

	"github.com/casetrail/casetrail/adapters/web/parts"
)

var address = regexp.MustCompile(`https?://[^\s/]+(/[^\s]*)`)

// links cuts a message at its addresses. They lead to this server, under whatever name it is reached.
func links(text string) (all []parts.Link) {
	from := 0
	for _, at := range address.FindAllStringSubmatchIndex(text, -1) {
		all = append(all, parts.Link{Text: text[from:at[0]]}, parts.Link{Text: text[at[0]:at[1]], Href: text[at[2]:at[3]]})
		from = at[1]
	}
	return append(all, parts.Link{Text: text[from:]})
}
