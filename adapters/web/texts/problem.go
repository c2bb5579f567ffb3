package texts

import (
	"context"
	"strconv"
	"time"

	"github.com/casetrail/casetrail/domain/civil"
)

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

// fact is the value of a field in words: a kind or a parameter by its name, a day as days are written.
func fact(ctx context.Context, name, value string) string {
	switch d, err := civil.Parse(value); {
	case name == "by" && Has("word.by."+value):
		return T(ctx, "word.by."+value)
	case name == "parameter" && Has("word.parameter."+value):
		return T(ctx, "word.parameter."+value)
	case err == nil:
		return Date(ctx, d)
	}
	return value
}
