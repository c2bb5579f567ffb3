package phone_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain/phone"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]phone.Number{
		"2025550142": "+12025550142", "202-555-0142": "+12025550142", "(202) 555-0142": "+12025550142", "+1 202 555 0142": "+12025550142",
		"1-202-555-0142": "+12025550142", "1 (202) 555.0142": "+12025550142", " 202/555/0142 ": "+12025550142",
		"+1\u00a0202\u2011555\u20110142": "+12025550142", "\u200e202\u22125550142": "+12025550142", "２０２-555-0142": "+12025550142",
		"787-234-5678": "+17872345678", // Puerto Rico
		"206 234 5678": "+12062345678",
	} {
		if got, err := phone.Parse(typed); got != want || err != nil {
			t.Errorf("%q is %q, %v", typed, got, err)
		}
	}
}

func TestWhatIsNoNumberForTexts(t *testing.T) {
	t.Parallel()
	for want, all := range map[error][]string{
		phone.ErrMalformed: {
			"", "call me", "555-0142", "202-555-014", "202-555-01420", "2-202-555-0142", "102-555-0142", "202-155-0142", "911-234-5678",
			"202-911-5678", "202-555-0142 ext. 5", "++12025550142", "202+5550142", "+1", "+", "1", strings.Repeat("2", 65), strings.Repeat(" ", 200) + "2025550142",
		},
		phone.ErrNotUS:   {"+44 20 7946 0018", "+52 55 1234 5678", "416-555-0142", "+1 876 234 5678", "809 234 5678", "600-234-5678"},
		phone.ErrNoTexts: {"800-555-0142", "1-888-234-5678", "900 234 5678", "500-234-5678", "700-234-5678", "710-234-5678", "202-555-1212", "202-555-4321"},
	} {
		for _, typed := range all {
			if got, err := phone.Parse(typed); !errors.Is(err, want) {
				t.Errorf("%q is %q, %v, not %v", typed, got, err, want)
			}
		}
	}
}

func TestNumbersThatNobodyHas(t *testing.T) {
	t.Parallel()
	for n, want := range map[phone.Number]bool{
		"+12025550100": true, "+12025550199": true, "+12025550200": false, "+12025551212": false, "+12025650142": false, "+15550112345": false, "": false,
	} {
		if n.Fictional() != want {
			t.Errorf("%s: fictional is %v", n, !want)
		}
	}
	if last := phone.Number("+12025550142").Last(); last != "0142" {
		t.Errorf("it ends in %q", last)
	}
}

// Whatever is typed: what is read is a US number in E.164, and reads as itself, however it is written.
func FuzzParse(f *testing.F) {
	for _, typed := range []string{"2025550142", "+1 (202) 555-0142", "+44 20 7946 0018", "", "１２０２５５５０１４２", "\xff", "+"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		n, err := phone.Parse(typed)
		if err != nil {
			return
		}
		s := string(n)
		if len(s) != 12 || !strings.HasPrefix(s, "+1") || strings.Trim(s[1:], "0123456789") != "" {
			t.Fatalf("%q is %q", typed, s)
		}
		for _, written := range []string{s, s[2:], s[1:], "(" + s[2:5] + ") " + s[5:8] + "-" + s[8:], typed + " "} {
			if again, err := phone.Parse(written); len(written) <= 64 && (again != n || err != nil) {
				t.Fatalf("%q is %q, but %q is %q, %v", typed, n, written, again, err)
			}
		}
	})
}
