package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// digestKey names the key in every digest that becomes an id, so that another could be told from it one day.
const digestKey = "k1:"

// Digests makes keyed digests. They are the same in every process of a deployment and for ever.
type Digests struct{ secrets *Secrets }

// NewDigests makes digests with the digest key of the secrets.
func NewDigests(s *Secrets) Digests { return Digests{s} }

// Address is the id of the claim on an e-mail address. Addresses that differ only in case, in width or in the space
// around them are one; dots and tags are part of an address, as most mail servers have it.
func (d Digests) Address(realm, address string) string {
	return digestKey + hex.EncodeToString(d.sum("address", realm, normal(address)))
}

// Limit is the key under which a limit counts what somebody typed; it is normalized as an address is, so that a change
// of case is not a fresh counter.
func (d Digests) Limit(what string) string {
	return digestKey + hex.EncodeToString(d.sum("limit", normal(what)))
}

// Input is the digest of a request's body, byte for byte.
func (d Digests) Input(body []byte) []byte { return d.sum("input", string(body)) }

func (d Digests) sum(parts ...string) []byte { return keyed(d.secrets.roots().Digest, parts...) }

// keyed is HMAC-SHA256 over parts, of which only the last may hold a NUL: no two lists of parts look alike.
func keyed(key []byte, parts ...string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(strings.Join(parts, "\x00")))
	return mac.Sum(nil)
}

// normal is trimmed, NFKC and lower-case. Lower case comes between two normalizations, because it can undo the first.
func normal(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	return strings.TrimSpace(norm.NFKC.String(s))
}
