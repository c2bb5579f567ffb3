package wording

import (
	"testing"
	"time"
)

func TestDatesInWords(t *testing.T) {
	t.Parallel()
	at := time.Date(2027, time.May, 3, 20, 5, 0, 0, time.FixedZone("", -5*3600))
	for _, c := range []struct{ got, want string }{
		{Day("en", at), "May 3, 2027"},
		{Day("es", at), "3 de mayo de 2027"},
		{Moment("en", at), "May 4, 2027 at 01:05 UTC"},
		{Moment("es", at), "4 de mayo de 2027, 01:05 UTC"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
