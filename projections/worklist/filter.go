package worklist

import (
	"strconv"
	"strings"
	"time"

	"github.com/casetrail/casetrail/projections/keyset"
)

// Filter narrows the list. What is zero does not.
type Filter struct {
	Office    string
	Form      string
	Stage     string    // of the status: see casefile.Stages
	OlderThan time.Time // nothing has happened since
}

// where is the condition, whose arguments begin at $2. Only what is asked for stands in it, so that each combination has
// a plan of its own.
func (f Filter) where(after *keyset.Key) (sql string, args []any) {
	terms := []string{"not closed"}
	arg := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args)+1)
	}
	for _, equal := range []struct{ column, value string }{{"office", f.Office}, {"form", f.Form}, {"stage", f.Stage}} {
		if equal.value != "" {
			terms = append(terms, equal.column+" = "+arg(equal.value))
		}
	}
	if !f.OlderThan.IsZero() {
		terms = append(terms, "last_activity < "+arg(f.OlderThan))
	}
	if after != nil {
		terms = append(terms, "(last_activity, receipt) > ("+arg(after.At)+", "+arg(after.ID)+")")
	}
	return strings.Join(terms, " and "), args
}
