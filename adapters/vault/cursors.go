package vault

import "encoding/base64"

// Cursors seals the places in lists that people and programs carry from page to page: an address ends up in logs and
// histories, and a place may name a case. Its keys are its own, derived.
type Cursors struct{ secrets *Secrets }

// NewCursors seals with keys derived from the secrets.
func NewCursors(s *Secrets) Cursors { return Cursors{s} }

// Seal hides a place; it opens only with the same bound: the list, and whose it is.
func (c Cursors) Seal(place string, bound ...string) (string, error) {
	sealed, err := c.ring().seal([]byte(place), listed(bound))
	return base64.RawURLEncoding.EncodeToString(sealed), err
}

// longestCursor spares the work on what cannot be one.
const longestCursor = 200

// Open is false for what was not sealed here with the same bound.
func (c Cursors) Open(cursor string, bound ...string) (place string, ok bool) {
	if len(cursor) > longestCursor {
		return "", false
	}
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil {
		return "", false
	}
	plain, err := c.ring().open(sealed, listed(bound))
	return string(plain), err == nil
}

func (c Cursors) ring() keyring { return c.secrets.roots().Master.derived("cursor") }
