package reading

import "github.com/casetrail/casetrail/projections/keyset"

// Cursors hides the places in lists before they leave the process: a place may hold a receipt number, and is part of an
// address. What it seals opens only with the same bound.
type Cursors interface {
	Seal(place string, bound ...string) (cursor string, err error)
	Open(cursor string, bound ...string) (place string, ok bool)
}

// turn reads a page of a list from where the cursor stands, and answers the cursor of the next one; both are empty at the
// ends. Of names the list and whose it is: with another's cursor, and with one of another list, keyset.ErrCursor.
func turn[T any](c Cursors, cursor string, read func(place string) (page []T, next string, err error), of ...string) ([]T, string, error) {
	place := ""
	if cursor != "" {
		var ok bool
		if place, ok = c.Open(cursor, of...); !ok {
			return nil, "", keyset.ErrCursor
		}
	}
	page, next, err := read(place)
	if err != nil || next == "" {
		return page, "", err
	}
	next, err = c.Seal(next, of...)
	return page, next, err
}
