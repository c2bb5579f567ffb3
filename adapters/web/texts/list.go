package texts

import (
	"context"
	"regexp"
	"strings"
)

// List writes items in a sentence: a, b and c.
func List(ctx context.Context, items ...string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	first, last := strings.Join(items[:len(items)-1], ", "), items[len(items)-1]
	if beforeI.MatchString(last) {
		return T(ctx, "time.list_before_i", "First", first, "Last", last)
	}
	return T(ctx, "time.list", "First", first, "Last", last)
}

// beforeI is where Spanish says "e" for "y": before the sound of i, but not before hielo or hiato.
var beforeI = regexp.MustCompile(`^(?i:h?[ií])(?:[^aeoáéóAEO]|$)`)
