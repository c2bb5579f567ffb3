// Package keyset cuts long lists into pages. A cursor names the last row that was seen, so rows that come or go meanwhile
// shift nothing. It names that row readably: who hands it out seals it first.
package keyset

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/casetrail/casetrail/domain"
)

// MaxPage is the longest page.
const MaxPage = 100

// ErrCursor means that a cursor is not one of ours.
var ErrCursor = &domain.Error{Kind: domain.Invalid, Code: "cursor.malformed", Message: "This page cannot be found. Start again at the first page."}

// Key is where a row stands in a list that is sorted by an instant, and by an id where instants are equal.
type Key struct {
	At time.Time
	ID string
}

// String is the cursor after this row.
func (k Key) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(k.At.UnixMicro(), 10) + " " + k.ID))
}

// Parse reads a cursor. The empty one stands before the first row: nil.
func Parse(cursor string) (*Key, error) {
	if cursor == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, ErrCursor
	}
	micros, id, ok := strings.Cut(string(b), " ")
	n, err := strconv.ParseInt(micros, 10, 64)
	if !ok || err != nil || !validID(id) || !storable(n) {
		return nil, ErrCursor
	}
	k := &Key{time.UnixMicro(n).UTC(), id}
	if k.String() != cursor { // numbers and base64 have more than one spelling
		return nil, ErrCursor
	}
	return k, nil
}

func validID(id string) bool {
	ascii := func(r rune) bool { return r > ' ' && r < 0x7f }
	return id != "" && len(id) <= 100 && strings.IndexFunc(id, func(r rune) bool { return !ascii(r) }) < 0
}

// storable says whether the database has such an instant.
func storable(micros int64) bool {
	y := time.UnixMicro(micros).UTC().Year()
	return y >= 1 && y <= 9999
}

// Limit is a page's length as it is asked of the database: within bounds, and one row more, which tells whether there is a
// next page.
func Limit(limit int) int { return min(max(limit, 1), MaxPage) + 1 }

// Page takes the extra row off again; next is the cursor of the next page, empty after the last.
func Page[T any](rows []T, limit int, key func(T) Key) (page []T, next string) {
	n := Limit(limit) - 1
	if len(rows) <= n {
		return rows, ""
	}
	return rows[:n], key(rows[n-1]).String()
}
