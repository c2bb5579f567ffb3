// Package phone reads US phone numbers to which text messages may go. Whether a number is a mobile one, and whose, only a
// code that arrives there proves.
package phone

import (
	"strings"
	"unicode"

	"github.com/casetrail/casetrail/domain"
)

// Number is a US phone number in E.164: +1 and ten digits.
type Number string

// The errors of a number.
var (
	ErrMalformed = &domain.Error{Kind: domain.Invalid, Code: "phone.malformed", Message: "Write a US phone number with ten digits, for example 202-555-0142."}
	ErrNotUS     = &domain.Error{Kind: domain.Invalid, Code: "phone.not_us", Message: "Text messages can go to US numbers only."}
	ErrNoTexts   = &domain.Error{Kind: domain.Invalid, Code: "phone.no_texts", Message: "This number cannot get text messages. Write the number of a mobile phone."}
)

// Errors is every error of this package.
var Errors = []*domain.Error{ErrMalformed, ErrNotUS, ErrNoTexts}

// longestTyped spares the work on a text that cannot be a number, however it is spaced.
const longestTyped = 64

// Parse reads a number as people write it: with spaces, dashes, dots, slashes and parentheses, with or without the 1 of the
// country. Whatever it answers it reads as the same again.
func Parse(typed string) (Number, error) {
	if len(typed) > longestTyped {
		return "", ErrMalformed
	}
	digits, abroad := strings.CutPrefix(bare(typed), "+")
	if strings.ContainsFunc(digits, func(r rune) bool { return r < '0' || r > '9' }) {
		return "", ErrMalformed
	}
	if abroad && len(digits) >= 7 && digits[0] != '1' {
		return "", ErrNotUS
	}
	if len(digits) == 11 || abroad {
		digits = strings.TrimPrefix(digits, "1")
	}
	if len(digits) != 10 {
		return "", ErrMalformed
	}
	if err := check(digits[:3], digits[3:6], digits[6:]); err != nil {
		return "", err
	}
	return Number("+1" + digits), nil
}

// bare drops what people put between digits, and marks that nobody sees (they come with copying).
func bare(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９': // as some keyboards write them
			return r - '０' + '0'
		case unicode.IsSpace(r), unicode.In(r, unicode.Pd, unicode.Cf), strings.ContainsRune("()./\u2212", r):
			return -1
		}
		return r
	}, typed)
}

// check looks at the area, the exchange and the line of a number of the North American plan.
func check(area, exchange, line string) error {
	switch {
	case area[0] < '2' || exchange[0] < '2' || service(area) || service(exchange):
		return ErrMalformed
	case abroad[area]:
		return ErrNotUS
	case noTexts[area], exchange == "555" && !strings.HasPrefix(line, "01"):
		return ErrNoTexts
	}
	return nil
}

// service: 211, 311, … 911 are services, and part of no number.
func service(code string) bool { return code[1:] == "11" }

// Fictional says that nobody has the number: 555-0100 to 555-0199 are kept for examples in every area.
func (n Number) Fictional() bool { return len(n) == 12 && n[5:10] == "55501" }

// Last is the last four digits, by which its holder knows it.
func (n Number) Last() string { return string(n[max(0, len(n)-4):]) }
