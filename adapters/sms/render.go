package sms

import (
	"errors"
	"net/url"
	"strings"
	"unicode/utf16"

	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/domain/limits"
)

// mostParts is in how many parts a message may go: each is paid for, and a phone puts them together.
const mostParts = 2

// content is what a template can say.
type content struct {
	Code    string
	Minutes int // for which a code works
}

// Render makes the text of a parcel: the same one every time. A code ends with the line by which a browser knows the site
// that it is for, and offers it there and nowhere else.
func Render(p outbox.Parcel, base string) (string, error) {
	t, err := find(p.Edition, p.Language, p.Template)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	if err := t.Execute(&out, content{Code: p.Secret, Minutes: int(limits.CodeLife.Minutes())}); err != nil {
		return "", errors.New("template " + p.Template + " does not fit its facts")
	}
	text := strings.TrimSpace(out.String())
	if p.Secret == "" {
		return text, nil
	}
	if bound := text + "\n\n@" + host(base) + " #" + p.Secret; Parts(bound) <= mostParts {
		return bound, nil
	}
	return text, nil
}

// host is the name of a site, without a port: the line knows none.
func host(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// alphabet is what phones have had from the start (GSM 7 bit), without the few characters that take the room of two.
const alphabet = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"

// Parts is in how many parts a text goes through the network: one of 160 characters, or of 70 when it has a character that
// is not in the alphabet, such as ó; several have a little less room each.
func Parts(text string) int {
	one, each := 160, 153
	if strings.ContainsFunc(text, func(r rune) bool { return !strings.ContainsRune(alphabet, r) }) {
		one, each = 70, 67
	}
	n := len(utf16.Encode([]rune(text)))
	if n <= one {
		return 1
	}
	return (n + each - 1) / each
}
