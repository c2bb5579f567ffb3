package vault

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/binary"
)

// Forms protects the forms of the web front: tokens that say who made a form, and seals around what was typed into one
// whose session was over. Its keys are its own, derived: neither opens or names anything else of the vault.
type Forms struct{ secrets *Secrets }

// NewForms protects forms with keys derived from the secrets.
func NewForms(s *Secrets) Forms { return Forms{s} }

// Token is what a form bears: whoever lacks the secrets makes none, and one for other parts does not hold.
func (f Forms) Token(parts ...string) string {
	key := keyed(f.secrets.roots().Digest, "form token")
	return base64.RawURLEncoding.EncodeToString(keyed(key, string(listed(parts))))
}

// Holds says whether the token is the one of these parts, in constant time.
func (f Forms) Holds(token string, parts ...string) bool {
	return hmac.Equal([]byte(token), []byte(f.Token(parts...)))
}

// Seal encrypts a form; it opens only with the same bound.
func (f Forms) Seal(plain []byte, bound ...string) ([]byte, error) {
	return f.ring().seal(plain, listed(bound))
}

// Open answers what was sealed with the same bound.
func (f Forms) Open(sealed []byte, bound ...string) ([]byte, error) {
	return f.ring().open(sealed, listed(bound))
}

func (f Forms) ring() keyring { return f.secrets.roots().Master.derived("form seal") }

// listed writes each part behind its length: no two lists look alike, whatever is in them.
func listed(parts []string) []byte {
	var b []byte
	for _, p := range parts {
		b = binary.AppendUvarint(b, uint64(len(p)))
		b = append(b, p...)
	}
	return b
}
