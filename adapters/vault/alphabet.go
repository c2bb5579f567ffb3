package vault

import (
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/casetrail/casetrail/domain/secret"
)

// alphabet is how the secrets of a purpose are spelled from a MAC, printed for people, and read back from them.
type alphabet struct {
	spell func(mac []byte) string
	print func(plain string) string
	read  func(typed string) string
}

var (
	digits = alphabet{sixDigits, asIs, readDigits}
	link   = alphabet{base64.RawURLEncoding.EncodeToString, asIs, strings.TrimSpace} // all 256 bits
)

var alphabets = map[string]alphabet{
	secret.ConfirmLink: link,
	secret.EnrolLink:   link,
	secret.ResetLink:   link,
	secret.ResetCode:   digits,
	secret.SignUpCode:  digits,
	secret.SignInCode:  digits,
	secret.BackupCode:  crockford(14, 5), // 70 bits
	secret.AccessCode:  crockford(12, 4), // 60 bits

	secret.ClientSecret: link,
}

// sixDigits is the MAC, read as one number, modulo a million: the bias of 256 bits is below 2^-236.
func sixDigits(mac []byte) string {
	var n uint32
	for _, b := range mac {
		n = (n<<8 | uint32(b)) % 1_000_000
	}
	return fmt.Sprintf("%06d", n)
}

// crockfords are Douglas Crockford's 32 characters: no I, L, O that look like digits, no U.
var crockfords = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// crockford spells length characters, five bits each, printed in groups.
func crockford(length, group int) alphabet {
	return alphabet{
		spell: func(mac []byte) string { return crockfords.EncodeToString(mac)[:length] },
		print: func(plain string) string { return grouped(plain, group) },
		read:  readCrockford,
	}
}

func asIs(s string) string { return s }

func grouped(s string, size int) string {
	var groups []string
	for ; len(s) > size; s = s[size:] {
		groups = append(groups, s[:size])
	}
	return strings.Join(append(groups, s), "-")
}

// readDigits forgives what people and phones put between or around digits, and wide digits.
func readDigits(typed string) string { return strings.Map(unspaced, norm.NFKC.String(typed)) }

// readCrockford also forgives case and the letters that look like digits.
func readCrockford(typed string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToUpper(unspaced(r)); r {
		case 'O':
			return '0'
		case 'I', 'L':
			return '1'
		}
		return r
	}, norm.NFKC.String(typed))
}

// unspaced drops spaces, dashes of every kind, and marks that nobody sees (they come with copying).
func unspaced(r rune) rune {
	if unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cf) || r == '\u2212' {
		return -1
	}
	return r
}
