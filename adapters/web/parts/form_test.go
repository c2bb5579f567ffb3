package parts_test

import (
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
