package parts_test

import (
	"context"
	"net/url"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/parts"
)

func TestAFormRemembersWhatWasTypedAndWhatIsWrong(t *testing.T) {
	t.Parallel()
	f := parts.Form{
		Values:   url.Values{"email": {"ana@example.com"}, "kind": {"a", "b"}},
		Problems: []parts.Problem{{Text: "Try again later."}, {Field: "email", Text: "Enter an email address."}, {Field: "email", Text: "A second problem."}},
	}
	if got := f.Value("email"); got != "ana@example.com" {
		t.Errorf("the value is %q", got)
	}
	if got := f.Error("email"); got != "Enter an email address." {
		t.Errorf("the error is %q", got)
	}
	if got := f.Error("name"); got != "" {
		t.Errorf("a field without a problem has the error %q", got)
	}
	if !f.Chosen("kind", "b") || f.Chosen("kind", "c") {
		t.Error("the choices of the form are not those that were marked")
	}
}

func TestASummaryCountsWhatCanBeMended(t *testing.T) {
	t.Parallel()
	wait, month, day := parts.Problem{Text: "Wait 5 minutes."}, parts.Problem{Field: "month", Text: "Enter a month."}, parts.Problem{Field: "day", Text: "Enter a day."}
	for want, problems := range map[string][]parts.Problem{
		"There is a problem":        {wait},
		"There is 1 thing to fix":   {month},
		"There are 2 things to fix": {month, day},
	} {
		if got := show(t, context.Background(), parts.ErrorSummary(parts.Form{Problems: problems})).named("h2")[0].said(); got != want {
			t.Errorf("above %v it says %q, not %q", problems, got, want)
		}
	}
}
