package letter

import (
	"errors"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// ErrUnprintable means that the address has letters of another script: the letter needs another printer, and a person.
var ErrUnprintable = errors.New("the letter has characters that the printer's fonts lack")

// bases are letters that do not come apart into a base and a mark.
var bases = strings.NewReplacer("ł", "l", "Ł", "L", "đ", "d", "Đ", "D", "ħ", "h", "Ħ", "H", "ı", "i", "ŧ", "t", "Ŧ", "T", "ſ", "s", "ə", "e", "Ə", "E")

// latin is the text in the code page of the PDF's standard fonts. Letters that it lacks lose their marks, as on an
// envelope; what has no such form is an error, never a question mark in a name.
func latin(s string) (string, error) {
	var out strings.Builder
	for _, r := range norm.NFC.String(s) {
		if b, ok := charmap.Windows1252.EncodeRune(r); ok {
			out.WriteByte(b)
			continue
		}
		bare := bases.Replace(string(r))
		for _, base := range norm.NFD.String(bare) {
			b, ok := charmap.Windows1252.EncodeRune(base)
			switch {
			case ok:
				out.WriteByte(b)
			case !unicode.Is(unicode.Mn, base):
				return "", ErrUnprintable
			}
		}
	}
	return out.String(), nil
}
