package frame_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/frame"
)

type area func(*frame.Binder)

func (a area) Bind(b *frame.Binder) { a(b) }

// A table and what is bound to it fit, or the program does not start.
func TestScreensThatDoNotFitTheirTable(t *testing.T) {
	t.Parallel()
	one := frame.Screen{ID: "X01", Name: "one", Path: "/one", Who: door.Anyone, Acts: []string{""}}
	show := func(*frame.Visit) (frame.Page, error) { return frame.Page{}, nil }
	do := func(*frame.Visit) (frame.Next, error) { return frame.To("/"), nil }
	for want, c := range map[string]struct {
		table []frame.Screen
		bind  area
	}{
		"":                               {[]frame.Screen{one}, func(b *frame.Binder) { b.Show("X01", show); b.Do("X01", "", do) }},
		"in the table twice":             {[]frame.Screen{one, one}, func(*frame.Binder) {}},
		"X01 is in the table and is not": {[]frame.Screen{one}, func(*frame.Binder) {}},
		"of screen X01 is in the table":  {[]frame.Screen{one}, func(b *frame.Binder) { b.Show("X01", show) }},
		"X02 is not in the table":        {[]frame.Screen{one}, func(b *frame.Binder) { b.Show("X02", show) }},
		"X01 has no act else":            {[]frame.Screen{one}, func(b *frame.Binder) { b.Do("X01", "else", do) }},
	} {
		said := func() (said string) {
			defer func() {
				if p := recover(); p != nil {
					said = fmt.Sprint(p)
				}
			}()
			(&frame.Frame{}).Handler(c.table, nil, c.bind)
			return ""
		}()
		if (want == "") != (said == "") || !strings.Contains(said, want) {
			t.Errorf("%q, want %q", said, want)
		}
	}
}
