package httpapi

import (
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/casetrail/casetrail/domain"
)

func TestWhatIfMatchTakes(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]domain.Revision{`"0"`: 0, `"12"`: 12, `"9223372036854775807"`: 1<<63 - 1} {
		if got, asked, err := revision(sent); got != want || !asked || err != nil {
			t.Errorf("%s: %d %v %v", sent, got, asked, err)
		}
	}
	if _, asked, err := revision(""); asked || err != nil {
		t.Errorf("none: %v %v", asked, err)
	}
	for _, sent := range []string{
		"*", "12", `"`, `""`, `"12`, `12"`, `""12""`, `W/"12"`, `"12", "13"`, `"-1"`, `"+1"`, `"012"`, `"1e3"`, `"0x1"`, `"1_0"`, ` "12"`,
		`"9223372036854775808"`, "'1'", "`12`", `"\x31"`, "\"\xff\"",
	} {
		if _, _, err := revision(sent); !errors.Is(err, ErrPrecondition) {
			t.Errorf("%s: %v", sent, err)
		}
	}
}

// The law: If-Match takes exactly what an ETag of ours says, and nothing else.
func FuzzRevision(f *testing.F) {
	for _, seed := range []string{"", `"0"`, `"12"`, `W/"12"`, `"012"`, "*", `"9223372036854775807"`, `"9223372036854775808"`, "`1`", `"\u0031"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		at, asked, err := revision(sent)
		switch {
		case err != nil && (!errors.Is(err, ErrPrecondition) || at != 0 || asked):
			t.Errorf("%q: %d %v %v", sent, at, asked, err)
		case err == nil && asked != (sent != "") || asked && etag(at) != sent:
			t.Errorf("%q was read as %s", sent, etag(at))
		}
	})
}

func TestAddressesThatAreRefused(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]error{
		"/cases?limit=1&cursor=x": nil, "/cases?office=a%20b": nil, "/cases/IOE%200912345678": nil, "/cases?q=%F0%9F%92%A5": nil,
		"/cases?limit=1&limit=2": ErrMalformed, "/cases?limit=1&%6Cimit=1": ErrMalformed, "/cases?office=%00": ErrMalformed, "/cases?%00=1": ErrMalformed,
		"/cases?office=%ff": ErrMalformed, "/cases?office=%zz": ErrMalformed, "/cases?a;b": ErrMalformed, "/cases/%00": ErrMalformed, "/cases/%ff": ErrMalformed,
	} {
		if err := checkAddress(httptest.NewRequest("GET", address, nil)); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", address, err, want)
		}
	}
}

func TestKeysOfRequests(t *testing.T) {
	t.Parallel()
	for key, good := range map[string]bool{
		"12345678": true, "aZ_-09aZ": true, "1234567": false, "": false, "12345678 ": false, "1234567é": false, "12345678\n": false, "1234567/": false,
	} {
		if keyShape.MatchString(key) != good {
			t.Errorf("%q: not %v", key, good)
		}
	}
}
