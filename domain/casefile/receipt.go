package casefile

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/casetrail/casetrail/domain"
)

// Receipt is the canonical receipt number of one filing: three letters and ten digits, as IOE0912345678.
// An old form has a star in the place of the first digit, as EAC*990012345: it is another number than the one with a
// digit there, and is kept as it is. There is no checksum, and letters that the agency has not used yet are accepted.
type Receipt string

var canonical = regexp.MustCompile(`^[A-Z]{3}(?:[0-9]{10}|\*[0-9]{9})$`)

// Valid says that the receipt number is in its canonical form.
func (r Receipt) Valid() bool { return canonical.MatchString(string(r)) }

// Online says that the number was made by the electronic system: filed online, or on paper and digitized at intake.
func (r Receipt) Online() bool { return strings.HasPrefix(string(r), "IOE") }

// longestTyped is the most that is looked at: no receipt number is longer, however it is spaced.
const longestTyped = 100

// ParseReceipt reads a receipt number as people type it: with spaces, dashes, lower case, full-width letters, invisible
// characters from a copied page. It never guesses between the letter O and the digit 0. What is no receipt number is
// answered with what it seems to be; the error never repeats it.
func ParseReceipt(typed string) (Receipt, error) {
	if len(typed) > longestTyped {
		return "", ErrReceiptTooLong
	}
	r := Receipt(Squeeze(typed))
	if r.Valid() {
		return r, nil
	}
	return "", diagnose(strings.Map(narrow, strings.TrimSpace(typed)), string(r))
}

// Squeeze is what counts of a number that somebody typed, or of a part of one.
func Squeeze(typed string) string { return strings.Map(squeeze, typed) }

// squeeze drops what does not count and brings the rest to capital ASCII.
func squeeze(r rune) rune {
	r = narrow(r)
	switch {
	case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), r == '-':
		return -1
	case 'a' <= r && r <= 'z':
		return r - 'a' + 'A'
	}
	return r
}

// narrow brings full-width characters to ASCII, and every dash to the one on the keyboard.
func narrow(r rune) rune {
	switch {
	case '\uff01' <= r && r <= '\uff5e':
		return r - '\uff01' + '!'
	case unicode.Is(unicode.Pd, r), r == '\u2212':
		return '-'
	}
	return r
}

// malformed declares what a typed text can be when it is no receipt number.
func malformed(code, message string) *domain.Error {
	return &domain.Error{Kind: domain.Invalid, Code: "receipt." + code, Message: message}
}
