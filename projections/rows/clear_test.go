package rows_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections/rows"
)

func TestClear(t *testing.T) {
	t.Parallel()
	somebody := personal.Holder(uuid.MustParse("a0000000-0000-0000-0000-000000000001"))
	text := personal.New(somebody, "Ana")
	for name, c := range map[string]struct {
		given personal.Text
		want  string
		err   error
	}{
		"a text":        {given: text, want: "Ana"},
		"an empty text": {given: personal.New(somebody, ""), want: ""},
		"none":          {want: "NULL"},
		"erased":        {given: text.Erase(), want: "NULL"},
		"still sealed":  {given: text.Seal([]byte("x")), want: "NULL", err: rows.ErrSealed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := rows.Clear(c.given)
			shown := "NULL"
			if got != nil {
				shown = *got
			}
			if shown != c.want || !errors.Is(err, c.err) {
				t.Errorf("got %s, %v", shown, err)
			}
		})
	}
}
