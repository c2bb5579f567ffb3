package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/casetrail/casetrail/domain"
)

func read(kind string, body []byte) ([]byte, error) {
	r := httptest.NewRequest("POST", "/", bytes.NewReader(body))
	r.Header.Set("Content-Type", kind)
	return readBody(httptest.NewRecorder(), r)
}

func TestWhatIsReadAsABody(t *testing.T) {
	t.Parallel()
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, c := range []struct {
		what, kind, body string
		want             error
	}{
		{"none", "", "", nil},
		{"an object", "application/json", `{"a":1,"b":{"a":[1,{"a":null}]}}`, nil},
		{"with a charset", "application/json; charset=utf-8", `{}`, nil},
		{"the largest", "application/json", "1" + strings.Repeat(" ", maxBody-1), nil},
		{"one byte more", "application/json", "1" + strings.Repeat(" ", maxBody), ErrTooLarge},
		{"a form", "application/x-www-form-urlencoded", `a=1`, ErrMediaType},
		{"JSON that says it is text", "text/plain", `{}`, ErrMediaType},
		{"JSON that says nothing", "", `{}`, ErrMediaType},
		{"a type that cannot be read", "application/json; charset", `{}`, ErrMediaType},
		{"half an object", "application/json", `{"a":`, ErrMalformed},
		{"more than one", "application/json", `{}{}`, ErrMalformed},
		{"not a number", "application/json", `NaN`, ErrMalformed},
		{"bytes that are no UTF-8", "application/json", "\"\xff\"", ErrMalformed},
		{"half a pair", "application/json", `"\ud83d"`, ErrMalformed},
		{"a whole pair", "application/json", `"\ud83d\ude00"`, nil},
		{"a zero character", "application/json", `"a\u0000"`, ErrMalformed},
		{"a zero character in a name", "application/json", `{"\u0000":1}`, ErrMalformed},
		{"what only looks like one", "application/json", `"C:\\u0000"`, nil},
		{"a name twice", "application/json", `{"a":1,"a":1}`, ErrMalformed},
		{"a name twice, written in two ways", "application/json", `{"a":1,"\u0061":2}`, ErrMalformed},
		{"a name twice, deep down", "application/json", `{"a":[{"b":{"c":1,"c":1}}]}`, ErrMalformed},
		{"a name in two objects", "application/json", `[{"a":1},{"a":1}]`, nil},
		{"as deep as may be", "application/json", nested(maxDepth), nil},
		{"one deeper", "application/json", nested(maxDepth + 1), ErrMalformed},
		{"a very large number", "application/json", `1e999999`, nil}, // the schema has no such number
	} {
		body, err := read(c.kind, []byte(c.body))
		if !errors.Is(err, c.want) || err == nil && string(body) != c.body {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
}

// The law: what is taken is UTF-8 and JSON that any reader understands in the same way: written again and read again it is
// the same, and no longer than the limit. What is not taken is refused by one of this front's own errors.
func FuzzReadBody(f *testing.F) {
	for _, seed := range []string{
		"", "null", `{"a":1,"a":2}`, `{"a":{"a":"\u0000"}}`, `"\ud800"`, "\xef\xbb\xbf{}", `{"a":1}x`, strings.Repeat("[", 9), `{"é":"é"}`,
		strings.Repeat("9", 400), `-0`, "[1,2,{\"\":[]}]", `"\\u0000"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		body, err := read("application/json", sent)
		if own := (*domain.Error)(nil); err != nil {
			if !errors.As(err, &own) || body != nil {
				t.Fatalf("%v with %q", err, body)
			}
			return
		}
		if len(body) == 0 {
			return
		}
		if !utf8.Valid(body) || len(body) > maxBody || bytes.ContainsRune(body, 0) {
			t.Fatalf("took %q", body)
		}
		if again := rewrite(t, rewrite(t, body)); !bytes.Equal(again, rewrite(t, body)) || !plain(again) {
			t.Errorf("%q is read in two ways", body)
		}
	})
}

// rewrite reads JSON, numbers as they are, and writes what was read.
func rewrite(t *testing.T, body []byte) []byte {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		t.Fatalf("more than one value: %q", body)
	}
	out, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
