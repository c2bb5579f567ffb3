package keyset_test

import (
	"encoding/base64"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/casetrail/casetrail/projections/keyset"
)

func TestPages(t *testing.T) {
	t.Parallel()
	key := func(n int) keyset.Key { return keyset.Key{At: time.Unix(int64(n), 0), ID: "x"} }
	for name, c := range map[string]struct {
		asked, found int
		page         int
		more         bool
	}{
		"fewer than asked":       {asked: 3, found: 2, page: 2},
		"as many as asked":       {asked: 3, found: 3, page: 3},
		"more than asked":        {asked: 3, found: 4, page: 3, more: true},
		"none asked is one":      {asked: 0, found: 2, page: 1, more: true},
		"too many asked is most": {asked: 1e9, found: keyset.MaxPage + 1, page: keyset.MaxPage, more: true},
		"nothing":                {asked: 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.found > keyset.Limit(c.asked) {
				t.Fatalf("the database was asked for %d rows", keyset.Limit(c.asked))
			}
			rows := make([]int, c.found)
			for i := range rows {
				rows[i] = i
			}
			page, next := keyset.Page(rows, c.asked, key)
			if len(page) != c.page || (next != "") != c.more {
				t.Fatalf("%d rows, next %q", len(page), next)
			}
			if c.more {
				last, err := keyset.Parse(next)
				if err != nil || !last.At.Equal(key(c.page-1).At) {
					t.Errorf("the cursor says %v, %v", last, err)
				}
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	encode := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	for name, cursor := range map[string]string{
		"not base64":       "%%%",
		"no id":            encode("12 "),
		"no instant":       encode("x IOE0912345678"),
		"one word":         encode("12"),
		"a NUL":            encode("12 IOE\x00"),
		"broken UTF-8":     encode("12 \xff"),
		"too long":         encode("12 " + string(slices.Repeat([]byte("x"), 101))),
		"beyond time":      encode("9223372036854775807 x"),
		"another spelling": "MTIgeB", // one bit more than "12 x" needs
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if k, err := keyset.Parse(cursor); !errors.Is(err, keyset.ErrCursor) {
				t.Errorf("got %v, %v", k, err)
			}
		})
	}
	if k, err := keyset.Parse(""); k != nil || err != nil {
		t.Errorf("the empty cursor is %v, %v", k, err)
	}
}

// What parses stands for exactly one row, and is written as it was read.
func FuzzParse(f *testing.F) {
	f.Add("")
	f.Add(keyset.Key{At: time.Unix(1, 0), ID: "IOE0912345678"}.String())
	f.Add(base64.RawURLEncoding.EncodeToString([]byte("-5 x y")))
	f.Add(base64.RawURLEncoding.EncodeToString([]byte("+5 x")))
	f.Fuzz(func(t *testing.T, cursor string) {
		k, err := keyset.Parse(cursor)
		switch {
		case err != nil && !errors.Is(err, keyset.ErrCursor):
			t.Fatalf("an error of its own: %v", err)
		case err == nil && k != nil && k.String() != cursor:
			t.Fatalf("%q is written %q", cursor, k)
		}
	})
}
