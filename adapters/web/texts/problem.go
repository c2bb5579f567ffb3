package texts

import (
	"context"
	"strconv"
	"time"

	"github.com/casetrail/casetrail/domain/civil"
)

// facts are the fields of errors whose values are words of ours.
var facts = map[string]string{"by": "word.by.", "parameter": "word.parameter."}

var (
	_ = Family("word.by.", "applicant", "representative")
	_ = Family("word.parameter.", "date", "due", "form", "from", "notice", "office", "time", "to")
)

// Problem says what an error means to the person: the text of its code, with its fields in words, the tries that are
// left, and how long to wait if that is long enough to be told.
func Problem(ctx context.Context, code string, fields map[string]string, wait time.Duration) string {
	pairs := make([]any, 0, 2*len(fields))
	for name, value := range fields {
		pairs = append(pairs, name, fact(ctx, name, value))
	}
	said := T(ctx, "error."+code, pairs...)
	switch left, err := strconv.Atoi(fields["left"]); {
	case err == nil && left > 0:
		said += " " + T(ctx, "word.tries_left", "Count", left)
	case err == nil:
		said += " " + T(ctx, "word.last_try")
	}
	if wait >= time.Minute {
		said += " " + T(ctx, "word.wait_for", "Time", Duration(ctx, wait))
	}
	return said
}

func fact(ctx context.Context, name, value string) string {
	if prefix, ok := facts[name]; ok && Has(prefix+value) {
		return T(ctx, prefix+value)
	}
	if d, err := civil.Parse(value); err == nil {
		return Date(ctx, d)
	}
	return value
}
