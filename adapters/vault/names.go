package vault

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Name is the keyed digest of a name, by which names are compared; nil when there is no letter in it. Names that differ only
// in case, accents, spaces, dashes or apostrophes are one: forms and keyboards lose those.
func (d Digests) Name(name string) []byte {
	letters := folded(name)
	if letters == "" {
		return nil
	}
	return d.sum("name", letters)
}

// folded is the letters and digits of a text without their accents, in lower case.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, norm.NFKD.String(strings.ToLower(norm.NFKC.String(s))))
}
