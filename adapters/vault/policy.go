package vault

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
)

func refuse(code, message string) *domain.Error {
	return &domain.Error{Kind: domain.Invalid, Code: "password." + code, Message: message}
}

// What CheckPassword refuses.
var (
	ErrTooShort = refuse("too_short", "Use at least 8 characters.").With("min", strconv.Itoa(limits.PasswordMin))
	ErrTooLong  = refuse("too_long", "Use at most 128 characters.").With("max", strconv.Itoa(limits.PasswordMax))

	ErrNeedsUpper   = refuse("needs_upper", "Add an upper-case letter.")
	ErrNeedsLower   = refuse("needs_lower", "Add a lower-case letter.")
	ErrNeedsSpecial = refuse("needs_special", "Add a special character, such as ! or - or a space.")

	ErrTooCommon = refuse("too_common", "Many people use this password or one very much like it. Choose another.")
	ErrContext   = refuse("contains_context",
		"Leave your name, your e-mail address, the name of this service and the word \"password\" out of the password.")
)

// CheckPassword says whether a new password will do: the agency's rule of composition, a list of common passwords, and
// the words that anybody would try for this person here (context: e-mail address, names).
func (*Vault) CheckPassword(password string, context []string) error {
	return CheckPassword(password, context)
}

// CheckPassword is the method without a vault.
func CheckPassword(password string, context []string) error {
	password = norm.NFKC.String(password) // as it is hashed
	if err := checkComposition(password); err != nil {
		return err
	}
	if common(password) {
		return ErrTooCommon
	}
	if mentions(password, context) {
		return ErrContext
	}
	return nil
}

func checkComposition(password string) error {
	if utf8.RuneCountInString(password) > limits.PasswordMax {
		return ErrTooLong
	}
	for _, needs := range composition {
		if !needs.pattern.MatchString(password) {
			return needs.err
		}
	}
	return nil
}

type need struct {
	pattern *regexp.Regexp
	err     *domain.Error
}

var composition = composed(map[string]*domain.Error{
	"length": ErrTooShort, "upper": ErrNeedsUpper, "lower": ErrNeedsLower, "special": ErrNeedsSpecial,
})

func composed(refusals map[string]*domain.Error) (all []need) {
	for _, r := range limits.PasswordRules {
		all = append(all, need{regexp.MustCompile("(?s)" + r.Pattern), refusals[r.Name]})
	}
	return all
}

// A letter's marks belong to it.
func alphanumeric(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// here are words that anybody would try first for this service.
var here = []string{"uscis", "casetrail", "portal", "password"}

// shortestWord keeps short names and initials from forbidding half of all passwords.
const shortestWord = 4

// mentions says whether the password contains one of the words, also with signs in the place of letters.
func mentions(password string, context []string) bool {
	lower := strings.ToLower(password)
	for _, word := range append(contextWords(context), here...) {
		if strings.Contains(lower, word) || strings.Contains(undressed(lower), word) {
			return true
		}
	}
	return false
}

// contextWords are the parts of names and of e-mail addresses before the @, and each without what separates the parts.
func contextWords(context []string) (words []string) {
	for _, given := range context {
		given, _, _ = strings.Cut(strings.ToLower(norm.NFKC.String(given)), "@")
		parts := strings.FieldsFunc(given, func(r rune) bool { return !alphanumeric(r) })
		for _, word := range append(parts, strings.Join(parts, "")) {
			if utf8.RuneCountInString(word) >= shortestWord {
				words = append(words, word)
			}
		}
	}
	return words
}
