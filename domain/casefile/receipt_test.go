package casefile_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
)

func TestParseReceipt(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]casefile.Receipt{
		"IOE0912345678":                   "IOE0912345678",
		"ioe0912345678":                   "IOE0912345678",
		" EAC-26-001-50123 ":              "EAC2600150123",
		"lin 26 900 50123":                "LIN2690050123",
		"IOE\u2013091\u2014234\u22125678": "IOE0912345678", // dashes of a word processor
		"IOE\u00a0091\u200b2345678\ufeff": "IOE0912345678", // copied from a page
		"ＩＯＥ０９１２３４５６７８":                   "IOE0912345678",
		"EAC*990012345":                   "EAC*990012345",
		"eac * 99-001-2345":               "EAC*990012345",
		"XYZ0000000000":                   "XYZ0000000000", // odd prefixes occur
		"VSC9999999999":                   "VSC9999999999",
	} {
		got, err := casefile.ParseReceipt(typed)
		if err != nil || got != want {
			t.Errorf("%q is %q, %v, want %q", typed, got, err, want)
		}
	}
}

func TestWhatIsNoReceiptNumber(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range []struct {
		typed string
		want  *domain.Error
	}{
		{"", casefile.ErrReceiptMissing},
		{" \u200b - ", casefile.ErrReceiptMissing},
		{"IOE", casefile.ErrReceiptTooShort},
		{"IOE091234567", casefile.ErrReceiptTooShort},
		{"EAC*99001234", casefile.ErrReceiptTooShort},
		{"IOE09123456789", casefile.ErrReceiptTooLong},
		{"EAC*9900123456", casefile.ErrReceiptTooLong},
		{strings.Repeat("IOE0912345678", 8), casefile.ErrReceiptTooLong},
		{strings.Repeat(" ", 101) + "IOE0912345678", casefile.ErrReceiptTooLong},
		{"IOEO912345678", casefile.ErrLetterForDigit},
		{"I0E0912345678", casefile.ErrLetterForDigit},
		{"IOE09l2345678", casefile.ErrLetterForDigit},
		{"0912345678", casefile.ErrNoLetters},
		{"A123456789", casefile.ErrIsANumber},
		{"a 012-345-678", casefile.ErrIsANumber},
		{"A1234567", casefile.ErrIsANumber},
		{"123456789012", casefile.ErrIsAccountNumber},
		{"1234-5678-9012", casefile.ErrIsAccountNumber},
		{"7K2M-9QXD-4TBV", casefile.ErrIsAccessCode},
		{"7k2m9qxd4tbv", casefile.ErrIsAccessCode},
		{"7K2M 9QXD 4TBV", casefile.ErrIsAccessCode},
		{"ABCD-EFGH-JKMN", casefile.ErrIsAccessCode},
		{"I-130", casefile.ErrIsForm},
		{"form i-821d", casefile.ErrIsForm},
		{"N600K", casefile.ErrIsForm},
		{"AR-11", casefile.ErrIsForm},
		{"I-797C", casefile.ErrIsForm},
		{"123-45-6789", casefile.ErrIsSSN},
		{"123 45 6789", casefile.ErrIsSSN},
		{"123456789", casefile.ErrIsSSN},
		{"(555) 123-4567", casefile.ErrIsPhone},
		{"555-123-4567", casefile.ErrIsPhone},
		{"+1 555 123 4567", casefile.ErrIsPhone},
		{"15551234567", casefile.ErrIsPhone},
		{"1990-05-04", casefile.ErrIsDate},
		{"5/4/1990", casefile.ErrIsDate},
		{"ana@example.org", casefile.ErrIsEmail},
		{"hello", casefile.ErrReceiptMalformed},
		{"IOE09123456.8", casefile.ErrReceiptMalformed},
		{"IOE09123456\xff8", casefile.ErrReceiptMalformed},
		{"IOE٠٩١٢٣٤٥٦٧٨", casefile.ErrReceiptMalformed},
		{"*OE0912345678", casefile.ErrReceiptMalformed},
	} {
		got, err := casefile.ParseReceipt(c.typed)
		var e *domain.Error
		if got != "" || !errors.As(err, &e) || e.Code != c.want.Code || e.Kind != domain.Invalid {
			t.Errorf("%q is %q, %v, want %v", c.typed, got, err, c.want)
			continue
		}
		seen[e.Code] = true
	}
	for _, e := range casefile.ReceiptErrors {
		if !seen[e.Code] {
			t.Errorf("no row is answered %s", e.Code)
		}
	}
}

func TestOnline(t *testing.T) {
	t.Parallel()
	if !number.Online() || casefile.Receipt("EAC2600150123").Online() {
		t.Error("exactly the numbers with IOE are of the electronic system")
	}
}

var shape = regexp.MustCompile(`^[A-Z]{3}([0-9]{10}|\*[0-9]{9})$`)

// The laws: what parses has the canonical form and parses to itself; what does not is answered with one of the declared
// errors, unchanged, so that it cannot hold what was typed.
func FuzzParseReceipt(f *testing.F) {
	for _, s := range []string{"IOE0912345678", "eac-26-001-50123", "EAC*990012345", "A123456789", "7K2M-9QXD-4TBV", "I-130", "ＩＯＥ０９１２３４５６７８", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		r, err := casefile.ParseReceipt(typed)
		if err != nil {
			if r != "" || !declared(err) {
				t.Fatalf("%q is %q and answered %v", typed, r, err)
			}
			return
		}
		if !shape.MatchString(string(r)) || !r.Valid() {
			t.Fatalf("%q parses to %q", typed, r)
		}
		if again, err := casefile.ParseReceipt(string(r)); err != nil || again != r {
			t.Fatalf("%q parses to %q, that to %q, %v", typed, r, again, err)
		}
	})
}

func declared(err error) bool {
	for _, e := range casefile.ReceiptErrors {
		if err == error(e) {
			return true
		}
	}
	return false
}
