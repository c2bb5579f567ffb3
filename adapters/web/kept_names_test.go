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
	postedForm  = regexp.MustCompile(`(?s)<form [^>]*method="post".*?</form>`)
	typedField  = regexp.MustCompile(`<(?:input|select|textarea)\b[^>]*>`)
	secretField = regexp.MustCompile(`type="password"|class="[^"]*\bct-code\b`)
	fieldName   = regexp.MustCompile(`\bname="([^"]*)"`)
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

// The table of screens names every field of a password or a code: what it does not name is shown again, and kept.
func TestSecretFieldsAreDeclared(t *testing.T) {
	t.Parallel()
	screens := map[string]frame.Screen{}
	for _, s := range web.Screens {
		screens[s.ID] = s
	}
	found := map[string]bool{}
	for _, sample := range web.Samples() {
		s := screens[sample.Screen]
		for _, field := range fieldsOf(t, sampleURL(t, sample)) {
			if !secretField.MatchString(field) {
				continue
			}
			name := fieldName.FindStringSubmatch(field)[1]
			found[name] = true
			if name != "receipt" && !slices.Contains(slices.Concat(s.Secret, s.Unkept), name) {
				t.Errorf("%s asks for %s, and its line in the table does not say that this is not kept", s.ID, name)
			}
		}
	}
	for _, name := range []string{"password", "code", "access_code"} {
		if !found[name] {
			t.Errorf("no %s was seen: this test no longer sees secret fields", name)
		}
	}
}

// typedInto are the names of the fields of a page's forms, without those that nobody sees.
func typedInto(t *testing.T, url string) (names []string) {
	t.Helper()
	for _, field := range fieldsOf(t, url) {
		if name := fieldName.FindStringSubmatch(field); name != nil && !strings.Contains(field, `type="hidden"`) {
			names = append(names, name[1])
		}
	}
	return names
}

// fieldsOf are the fields of the forms that a page sends.
func fieldsOf(t *testing.T, url string) (fields []string) {
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
		fields = append(fields, typedField.FindAllString(form, -1)...)
	}
	return fields
}
