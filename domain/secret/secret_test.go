package secret_test

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/secret"
)

func TestNumbered(t *testing.T) {
	t.Parallel()
	sheet := secret.Ref{ID: uuid.UUID{1}, Key: "3"}
	seen := map[secret.Ref]int{sheet: -1, {ID: uuid.UUID{2}, Key: "3"}: -2}
	for n := range 256 {
		r := sheet.Numbered(n)
		if other, ok := seen[r]; ok {
			t.Errorf("the secrets %d and %d are the same", n, other)
		}
		if r.Key != "3" || r.IsZero() {
			t.Errorf("the secret %d is %v", n, r)
		}
		seen[r] = n
	}
	// The numbers are in letters and on people's sheets: they name the same secret for ever.
	if got := sheet.Numbered(1).ID.String(); got != "2b111885-db46-5113-815d-fa8f58f4c37d" {
		t.Errorf("the first of the sheet is %s", got)
	}
}

func TestIsZero(t *testing.T) {
	t.Parallel()
	for want, r := range map[bool]secret.Ref{true: {Key: "1"}, false: {ID: uuid.UUID{1}}} {
		if r.IsZero() != want {
			t.Errorf("%v: no secret is %v", r, !want)
		}
	}
}

func TestStored(t *testing.T) {
	t.Parallel()
	r := secret.Ref{ID: uuid.UUID{1}, Key: "3"}
	b, err := json.Marshal(r)
	if want := `{"id":"01000000-0000-0000-0000-000000000000","key":"3"}`; err != nil || string(b) != want {
		t.Errorf("stored as %s, %v", b, err)
	}
}

func TestPurposesDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, p := range []string{secret.ConfirmLink, secret.EnrolLink, secret.SignUpCode, secret.SignInCode, secret.BackupCode, secret.AccessCode} {
		if seen[p] || p == "" {
			t.Errorf("two purposes are %q: a code for one use would fit another", p)
		}
		seen[p] = true
	}
}
