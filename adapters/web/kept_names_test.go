package web_test

import (
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

var (
	postedForm = regexp.MustCompile(`(?s)<form [^>]*method="post".*?</form>`)
	typedField = regexp.MustCompile(`<(?:input|select|textarea)\b[^>]*>`)
	fieldName  = regexp.MustCompile(`\bname="([^"]*)"`)
)

// A form that was kept is shown again field by field: each that somebody types into has a name in words.
func TestFieldsThatAreKeptHaveNames(t *testing.T) {
	t.Parallel()
	screens := map[string]frame.Screen{}
	for _, s := range web.Screens {
		screens[s.ID] = s
	}
	seen := map[string]bool{}
	for _, sample := range web.Samples() {
		s := screens[sample.Screen]
		if s.Who != door.Applicant && s.Who != door.Officer {
			continue // a form that nobody signed in has filled in is not kept
		}
		for _, name := range typedInto(t, sampleURL(t, sample)) {
			if seen[name] || slices.Contains(s.Secret, name) {
				continue
			}
			seen[name] = true
			if !texts.Has("kept.field." + name) {
				t.Errorf("%s has a field %s, which /kept cannot name", s.ID, name)
			}
		}
	}
	if !seen["receipt_number"] {
		t.Errorf("only %v were seen: this test no longer sees fields", seen)
	}
}

// typedInto are the names of the fields of a page's forms, without those that nobody sees.
func typedInto(t *testing.T, url string) (names []string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range postedForm.FindAllString(string(body), -1) {
		for _, field := range typedField.FindAllString(form, -1) {
			if name := fieldName.FindStringSubmatch(field); name != nil && !strings.Contains(field, `type="hidden"`) {
				names = append(names, name[1])
			}
		}
	}
	return names
}
